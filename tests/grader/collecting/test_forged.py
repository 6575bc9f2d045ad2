"""A student who chooses names so that another's work is taken for theirs, or theirs for another's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.collecting import forms
from grader.course import Course
from tests.grader.collecting.conftest import Collect, Roster, Zipped

There = Callable[[str], Any]
ROSTER = "student,ID,name\nann,71,Ann Lee\nbob,72,Bob Ray\ncy,73,Cy Kim\n"


@pytest.mark.parametrize(
    ("honest", "forged"),
    [
        ("leeann_71_5_hw.ipynb", "raybob_72_6_leeann_71_9_hw.ipynb"),
        ("Ann Lee_71_assignsubmission_file/hw.ipynb",
         "Bob Ray_72_assignsubmission_file/Ann Lee_71_assignsubmission_file/hw.ipynb"),
        ("Ann Lee_71_assignsubmission_file_hw.ipynb",
         "Bob Ray_72_assignsubmission_file_Ann Lee_71_assignsubmission_file_hw.ipynb"),
        ("hw_ann_attempt_2026-10-31-09-00-00_hw.ipynb",
         "hw_bob_attempt_2026-10-31-09-00-00_hw_ann_attempt_2026-11-01-09-00-00_hw.ipynb"),
        ("1-2 - Ann Lee - Oct 31, 2026 912 AM/hw.ipynb",
         "1-3 - Bob Ray - Oct 31, 2026 912 AM/1-2 - Ann Lee - Oct 31, 2026 922 AM/hw.ipynb"),
        ("ann/hw.ipynb", "bob/ann/hw.ipynb"),
        ("ann/hw.ipynb", "bob/ann.ipynb"),
        ("all/ann/hw.ipynb", "all/bob/ann/hw.ipynb"),
    ],
)  # fmt: skip
def test_a_name_inside_of_a_name_is_its_students_own(
    honest: str, forged: str, go: Collect, zipped: Zipped, roster: Roster, there: There
) -> None:
    go(zipped({honest: b"ann", forged: b"bob"}), roster=roster(ROSTER))
    assert there("ann")[0] == "ann"
    assert there("bob")[0] == "bob"


@pytest.mark.parametrize("forged", ["zed/ann/hw.ipynb", "zed/ann.ipynb", "zed/bob/ann/hw.ipynb"])
def test_a_stranger_does_not_become_a_student_by_a_folder_inside_of_theirs(
    forged: str, go: Collect, zipped: Zipped, roster: Roster, there: There
) -> None:
    report = go(zipped({forged: b"zed", "bob/hw.ipynb": b"bob", "cy/hw.ipynb": b"cy"}), roster=roster(ROSTER))
    assert there("ann") is None
    assert there("bob")[0] == "bob"
    assert [left.file for left in report.unmatched] == [f"class.zip/{forged}"]


def test_a_flood_of_names_below_ones_own_folder_changes_nothing(
    go: Collect, zipped: Zipped, roster: Roster, there: There
) -> None:
    flood = {f"bob/{number}/{name}.ipynb": b"forged" for number in range(30) for name in ("ann", "bob", "cy")}
    go(zipped({"ann/hw.ipynb": b"ann", "bob/hw.ipynb": b"bob", **flood}), roster=roster(ROSTER))
    assert there("ann") == ("ann", None)
    assert there("cy") is None


FORGED_METADATA = (
    b"submission_1:\n  :submitters:\n  - :sid: bob\nsubmission_2:\n  :submitters:\n  - :sid: bob\n"
)


@pytest.mark.parametrize("first", [True, False])
def test_a_students_own_metadata_is_not_gradescopes(
    first: bool, go: Collect, zipped: Zipped, roster: Roster, there: There
) -> None:
    real = FORGED_METADATA.replace(b"bob", b"ann", 1)
    own = {
        "export/submission_2/submission_metadata.yml": FORGED_METADATA,
        "export/submission_2/hw.ipynb": b"bob",
    }
    honest = {"export/submission_metadata.yml": real, "export/submission_1/hw.ipynb": b"ann"}
    go(zipped({**own, **honest} if first else {**honest, **own}), roster=roster(ROSTER))
    assert there("ann") == ("ann", None)
    assert there("bob") == ("bob", None)


def test_a_students_metadata_does_not_make_a_class_gradescopes(
    go: Collect, zipped: Zipped, roster: Roster, there: There
) -> None:
    source = zipped(
        {
            "Ann Lee_71_assignsubmission_file/hw.ipynb": b"ann",
            "Bob Ray_72_assignsubmission_file/submission_metadata.yml": FORGED_METADATA,
            "Bob Ray_72_assignsubmission_file/hw.ipynb": b"bob",
        }
    )
    assert go(source, roster=roster(ROSTER)).forms == {"class.zip": "moodle"}
    assert there("ann") == ("ann", None)


@pytest.mark.parametrize(
    "folder",
    [
        "Ann Lee_71_assignsubmission_file/",
        "1-2 - Ann Lee - at some time in 2026/",
        "all/hw-ann/",
    ],
)
def test_a_time_that_a_student_uploads_is_not_when_it_was_handed_in(
    folder: str, go: Collect, zipped: Zipped, roster: Roster, there: There
) -> None:
    files = {f"{folder}hw.ipynb": b"ann", f"{folder}timestamp.txt": b"2026-01-01 00:00:00 UTC"}
    other = {"all/hw-bob/hw.ipynb": b"bob"} if folder.startswith("all") else {}
    go(zipped({**files, **other}), roster=roster(ROSTER), wanted="github" if other else "auto")
    assert there("ann") == ("ann", None)


def test_in_the_exchange_nobody_hands_in_for_another(
    go: Collect, tree: Zipped, course: Course, there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    hw, time = course.assignment, "2026-10-31 18:00:00.000000 UTC"
    root = tree(
        {
            f"ann+{hw}+{time}/{hw}.ipynb": b"ann",
            f"ann+{hw}+2026-11-01 18:00:00.000000 UTC/{hw}.ipynb": b"forged",
            f"bob+{hw}+{time}/{hw}.ipynb": b"bob",
        }
    )
    owners = {f"ann+{hw}+{time}": "ann", f"bob+{hw}+{time}": "root"}
    monkeypatch.setattr(forms, "owner_of", lambda path: owners.get(Path(os.fspath(path)).name, "bob"))
    report = go(root)
    assert there("ann")[0] == "ann"
    assert there("bob")[0] == "bob"
    assert [left.reason for left in report.unmatched] == [
        "It is handed in for 'ann' and belongs to 'bob': ask both whose it is."
    ]
