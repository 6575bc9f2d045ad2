"""What file names and times say, form by form."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from grader.collecting import names
from grader.collecting.notebooks import copy_number, is_notebook
from grader.collecting.times import platform_time
from grader.export.headings import handed_in_column


@pytest.fixture(autouse=True)
def _zone() -> Iterator[None]:
    """This machine is in Berlin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-10-31-18-05-09", (17, 5, 9)),
        ("Oct 31, 2026 112 PM", (12, 12, 0)),
        ("Oct 31, 2026 1022 AM", (9, 22, 0)),
        ("Oct 31, 2026 926 PM", (20, 26, 0)),
        ("Oct 31, 2026 1:12 PM", (12, 12, 0)),
        ("31 Oct, 2026 1312", (12, 12, 0)),
        ("Saturday, 31 October 2026, 6:05 PM", (17, 5, 0)),
        ("2026-10-31 18:05:09.123456 UTC", (18, 5, 9)),
        ("2026-10-31 18:05:09.123456789 Z", (18, 5, 9)),
        ("2026-10-31 18:05:09 +01:00", (17, 5, 9)),
        ("2026-10-31T18:05", (17, 5, 0)),
        ("2026-10-31T18:05:09Z", (18, 5, 9)),
        ("20261031180509", (17, 5, 9)),
        ("Samstag, 31. Oktober 2026, 18:05", (17, 5, 0)),
        ("samedi 31 octobre 2026, 18:05", (17, 5, 0)),
        ("samedi 31 octobre 2026 à 18h05", (17, 5, 0)),
        ("sábado, 31 de octubre de 2026, 18:05", (17, 5, 0)),
        ("dissabte, 31 d'octubre 2026, 18:05", (17, 5, 0)),
        ("lördag, 31 oktober 2026, 06:05 PM", (17, 5, 0)),
        ("sobota, 31 października 2026, 18:05", (17, 5, 0)),
        ("31 Okt. 2026 1805", (17, 5, 0)),
    ],
)
def test_times_of_platforms(text: str, wanted: tuple[int, int, int]) -> None:
    found = platform_time(text)
    assert found is not None
    assert found.replace(microsecond=0) == datetime(2026, 10, 31, *wanted, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        (("Identifier", "Last modified (submission)", "Last modified (grade)"), 1),
        (("Zuletzt geändert (Abgabe)", "Texteingabe online", "Zuletzt geändert (Bewertung)"), 0),
        (("Note", "Dernière modification (remise)", "Dernière modification (note)"), 1),
        (("学号", "上次修改（作业）", "上次修改（评分）"), 1),
        (("Identifier", "Zuletzt geändert (Bewertung)"), None),
    ],
)
def test_the_column_of_the_time_of_handing_in(headings: tuple[str, ...], wanted: int | None) -> None:
    assert handed_in_column(headings) == (None if wanted is None else headings[wanted])


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "never", "31.10.2026", "31 Brumaire 2026, 18:05", "32. Oktober 2026, 18:05"),
        *("Oct 32, 2026 112 PM", "9999999999999999", "\udcff", "x" * 9999),
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert platform_time(text) is None


def summary(named: names.Named | None) -> tuple[object, ...] | None:
    if named is None:
        return None
    return (named.who[0].ids, named.who[0].names, "/".join(named.rest), named.late, named.order)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("leeann_101_5001_hw.ipynb", ((("101",),), ("leeann",), "hw.ipynb", False, 5001)),
        ("leeann_LATE_101_5001_hw_1_2_x.ipynb", ((("101",),), ("leeann",), "hw_1_2_x.ipynb", True, 5001)),
        ("o_neil_101_5001_hw.ipynb", ((("101",),), ("o_neil",), "hw.ipynb", False, 5001)),
        ("李明_101_5001_hw.ipynb", ((("101",),), ("李明",), "hw.ipynb", False, 5001)),
        ("leeann_101_text.html", ((("101",),), ("leeann",), "text.html", False, 0)),
        ("leeann_LATE_101_link.html", ((("101",),), ("leeann",), "link.html", True, 0)),
        ("anon_aB3dE_5001_hw.ipynb", ((("aB3dE",),), (), "hw.ipynb", False, 5001)),
        ("LATE_anon_aB3dE_5001_hw.ipynb", ((("aB3dE",),), (), "hw.ipynb", True, 5001)),
        ("anon_aB3dE_LATE_5001_hw.ipynb", ((("aB3dE",),), (), "hw.ipynb", True, 5001)),
        ("Ann Lee_71_assignsubmission_file", None),
        ("hw.ipynb", None),
        ("hw_1.ipynb", None),
    ],
)
def test_canvas(name: str, wanted: tuple[object, ...] | None) -> None:
    assert summary(names.canvas((name,))) == wanted


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("Ann Lee_71_assignsubmission_file/hw.ipynb", ((("71",),), ("Ann Lee",), "hw.ipynb", None, 0)),
        (
            "Ann Lee_71_assignsubmission_file_/sub/hw.ipynb",
            ((("71",),), ("Ann Lee",), "sub/hw.ipynb", None, 0),
        ),
        ("Ann Lee_71_assignsubmission_file_my_hw.ipynb", ((("71",),), ("Ann Lee",), "my_hw.ipynb", None, 0)),
        (
            "Course-HW-9/Ann Lee_71_assignsubmission_file/hw.ipynb",
            ((("71",),), ("Ann Lee",), "hw.ipynb", None, 0),
        ),
        (
            "Group A-Ann Lee_71_assignsubmission_file/hw.ipynb",
            ((("71",),), ("Group A-Ann Lee",), "hw.ipynb", None, 0),
        ),
        ("Group A_assignsubmission_file/hw.ipynb", ((), ("Group A",), "hw.ipynb", None, 0)),
        ("Ann Lee_71/hw.ipynb", None),
    ],
)
def test_moodle(path: str, wanted: tuple[object, ...] | None) -> None:
    assert summary(names.moodle(tuple(path.split("/")))) == wanted


def test_blackboard_reads_a_head_in_every_way() -> None:
    named = names.blackboard(("Home_work_b_ann_attempt_2026-10-31-18-05-09_my_hw.ipynb",))
    assert named is not None
    assert named.who[0].ids == (("ann", "b_ann", "work_b_ann"),)
    assert named.rest == ("my_hw.ipynb",)
    assert named.when == datetime(2026, 10, 31, 17, 5, 9, tzinfo=UTC)


def test_an_exchange_user_may_have_a_plus() -> None:
    named = names.exchange(("b+ob+hw+2026-10-31 18:05:09.123456 UTC+r-_4", "hw.ipynb"))
    assert named is not None
    assert (named.key, named.who[0].ids, named.rest) == ("b+ob+hw", (("b+ob",),), ("hw.ipynb",))


@pytest.mark.parametrize(
    ("heads", "prefix"),
    [
        (["hw-ann", "hw-bob"], "hw-"),
        (["my-hw-ann-lee", "my-hw-lee"], "my-hw-"),
        (["hw-ann", "hw-ann-lee"], "hw-"),
        (["hw-ann"], ""),
        (["ann", "bob"], ""),
        ([], ""),
    ],
)
def test_what_all_names_begin_with(heads: list[str], prefix: str) -> None:
    assert names.shared_prefix(heads, "-") == prefix


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("my-hw1.ipynb", 0),
        ("MY_HW1.IPYNB", 0),
        ("my-hw1.ipynb.txt", 0),
        ("my-hw1 (1).ipynb", 1),
        ("my-hw1(3).ipynb", 3),
        ("my-hw1-2.ipynb", 2),
        ("my-hw1 - Copy.ipynb", 1),
        ("my-hw1 copy 2.ipynb", 2),
        ("my-hw10.ipynb", None),
        ("my-hw1-final.ipynb", None),
        ("other.ipynb", None),
    ],
)
def test_the_assignments_own_name_whatever_became_of_it(name: str, number: int | None) -> None:
    assert is_notebook(name)
    assert copy_number(name, "my-hw1") == number
