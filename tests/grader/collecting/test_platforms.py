"""Each platform in its exact form, matched through a roster, and filed."""

from __future__ import annotations

import os
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.extend import extend
from grader.classroom.terms import Terms, record
from grader.collecting import clones
from grader.course import Course
from grader.errors import UsageError
from tests.grader.collecting.conftest import Collect, Roster, Zipped, make_zip

There = Callable[[str], Any]

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Homework (4711)
    Points Possible,,,,,10
"Lee, Ann",101,9001,ann,Group A,
"O'Brien-Müller, Jörg",102,9002,jörg,Group A,
"Lee, Ann",103,9003,ann2,Group B,
"""


@pytest.fixture
def hw(course: Course) -> str:
    """The assignment's name."""
    return course.assignment


@pytest.fixture(autouse=True)
def _zone() -> Iterator[None]:
    """This machine's zone is UTC, for platforms that name none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def test_canvas_is_matched_by_user_id_and_knows_who_was_late(
    go: Collect, zipped: Zipped, roster: Roster, there: There, hw: str
) -> None:
    source = zipped(
        {
            f"leeann_101_5001_{hw}.ipynb": b"ann",
            f"obrienmüllerjörg_LATE_102_5002_{hw}-1.ipynb": b"joerg",
            f"leeann_103_5003_{hw} (1).ipynb": b"the other ann",
            "leeann_103_5004_figure_1_2_x.png": b"picture",
        }
    )
    report = go(source, roster=roster(CANVAS))
    assert report.unmatched == []
    assert report.forms == {"class.zip": "canvas"}
    assert [(each.student, each.action, each.late, each.when) for each in report.collected] == [
        ("ann", "new", False, None),
        ("ann2", "new", False, None),
        ("jörg", "new", True, None),
    ]
    assert there("ann") == ("ann", None)
    assert there("ann2") == ("the other ann", None)
    assert there("jörg") == ("joerg", None)


def test_canvas_takes_the_resubmitted_file_by_its_number(
    go: Collect, zipped: Zipped, roster: Roster, there: There, hw: str
) -> None:
    source = zipped(
        {
            f"leeann_101_5010_{hw}-1.ipynb": b"second",
            f"leeann_101_5001_{hw}.ipynb": b"first",
        }
    )
    report = go(source, roster=roster(CANVAS))
    assert there("ann") == ("second", None)
    (note,) = report.collected[0].notes
    assert note == f"Of 2 notebooks {hw}-1.ipynb was taken, the newest; left was {hw}.ipynb."


def test_canvas_students_who_are_not_in_its_roster_are_left_with_the_reason(
    go: Collect, zipped: Zipped, roster: Roster, there: There, course: Course, hw: str
) -> None:
    source = zipped({f"leeann_101_1_{hw}.ipynb": b"ann", f"leeann_999_2_{hw}.ipynb": b"a third"})
    report = go(source, roster=roster(CANVAS))
    assert there("ann") == ("ann", None)
    (left,) = report.unmatched
    assert left.file == f"class.zip/leeann_999_2_{hw}.ipynb"
    assert left.reason == (
        "Nobody in the roster has '999' in the column 'ID', where the others are: if 'leeann' is new, export the "
        "roster again; else leave the file."
    )
    kept = course.root / "collected" / "unmatched" / f"leeann_999_2_{hw}.ipynb"
    assert kept.read_bytes() == b"a third"


def test_a_canvas_id_that_is_nobodys_is_not_matched_by_name(
    go: Collect, zipped: Zipped, roster: Roster, hw: str
) -> None:
    """The only file is of a new student with the name of another."""
    report = go(zipped({f"obrienmüllerjörg_999_2_{hw}.ipynb": b"x"}), roster=roster(CANVAS))
    assert report.collected == []
    assert "'999' in the column 'ID'" in report.unmatched[0].reason


def test_canvas_with_a_roster_of_names_alone_goes_by_name_where_that_is_sure(
    go: Collect, zipped: Zipped, roster: Roster, there: There, hw: str
) -> None:
    source = zipped(
        {
            f"leeann_101_1_{hw}.ipynb": b"ann",
            f"obrienmüllerjörg_102_2_{hw}.ipynb": b"joerg",
            f"leeann_103_3_{hw}.ipynb": b"ann or another",
        }
    )
    names = roster("student,First,Last\nann,Ann,Lee\njörg,Jörg,O'Brien-Müller\n")
    report = go(source, roster=names)
    assert there("jörg") == ("joerg", None)
    assert there("ann") is None
    assert [left.reason.partition(":")[0] for left in report.unmatched] == [
        "Two in the source are called 'leeann'"
    ] * 2


def test_canvas_anonymous_and_its_test_student(go: Collect, zipped: Zipped, roster: Roster, hw: str) -> None:
    source = zipped(
        {
            f"leeann_101_1_{hw}.ipynb": b"ann",
            f"LATE_anon_aB3dE_2_{hw}.ipynb": b"?",
            f"anon_xY9zQ_LATE_3_{hw}.ipynb": b"?",
            f"studenttest_777_4_{hw}.ipynb": b"test",
        }
    )
    report = go(source, roster=roster(CANVAS))
    assert [each.student for each in report.collected] == ["ann"]
    assert [left.file.partition("/")[2][:9] for left in report.unmatched] == ["LATE_anon", "anon_xY9z"]
    assert report.notes == ["Canvas's test student in class.zip was left out."]


WORKSHEET = """Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (submission),Comments
Participant 71,Ann Lee,ann@uni.example,Submitted for grading,,30.00,"Saturday, 31 October 2026, 6:05 PM",
Participant 72,Jörg Müller,joerg@uni.example,Submitted for grading,,30.00,"Sunday, 1 November 2026, 9:00 AM",
Participant 73,Ann Lee,lee2@uni.example,No submission,,30.00,-,
"""


@pytest.mark.parametrize("form", ["{0}/{1}", "{0}_/{1}", "{0}_{1}"], ids=["4.1", "before", "flat"])
def test_moodle_is_matched_by_the_grading_worksheet_with_its_times(
    form: str, go: Collect, zipped: Zipped, roster: Roster, there: There, course: Course, hw: str
) -> None:
    record(course, Terms(due_date=datetime.fromisoformat("2026-10-31T20:00+00:00")))
    file = f"{hw}.ipynb"
    source = zipped(
        {
            form.format("Ann Lee_71_assignsubmission_file", file): b"ann",
            form.format("Jörg Müller_72_assignsubmission_file", file): b"joerg",
            form.format("Ann Lee_73_assignsubmission_file", file): b"the other",
            "Ann Lee_71_assignsubmission_onlinetext/onlinetext.html": b"hello",
        }
    )
    report = go(source, roster=roster(WORKSHEET))
    assert report.unmatched == []
    assert report.forms == {"class.zip": "moodle"}
    assert [(each.student, each.late) for each in report.collected] == [
        ("ann@uni.example", False),
        ("joerg@uni.example", True),
        ("lee2@uni.example", None),
    ]
    assert there("ann@uni.example") == ("ann", "2026-10-31 18:05:00.000000 UTC")
    assert there("lee2@uni.example") == ("the other", None)


GERMAN = """ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden",\
"Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)","Feedback als Kommentar"
Teilnehmer/in71,Ann Lee,ann@uni.example,Abgegeben,,"30,00",Ja,"Samstag, 31. Oktober 2026, 18:05",-,
Teilnehmer/in72,Jörg Müller,joerg@uni.example,Abgegeben,,"30,00",Ja,"Sonntag, 1. November 2026, 09:00",-,
Teilnehmer/in73,Bob Ray,bob@uni.example,Abgegeben,,"30,00",Ja,"Sonntag, 1. November 2026, 09:00",-,
"""


def test_a_german_worksheet_tells_the_times_and_an_extension_counts(
    go: Collect,
    zipped: Zipped,
    roster: Roster,
    there: There,
    enrolled: Callable[..., None],
    course: Course,
    hw: str,
) -> None:
    enrolled({name: {"email": f"{name}@uni.example"} for name in ("ann", "joerg", "bob")})
    record(course, Terms(due_date=datetime.fromisoformat("2026-10-31T20:00+00:00")))
    extend(course, "bob", days=2)
    names = (("Ann Lee", 71), ("Jörg Müller", 72), ("Gruppe A-Bob Ray", 73))
    source = zipped({f"{name}_{number}_assignsubmission_file/{hw}.ipynb": b"{}" for name, number in names})
    report = go(source, roster=roster(GERMAN))
    assert report.unmatched == []
    assert {each.student: each.late for each in report.collected} == {
        "ann": False,
        "joerg": True,
        "bob": False,
    }
    assert there("ann") == ("{}", "2026-10-31 18:05:00.000000 UTC")


def test_moodles_worksheet_leads_to_the_ids_that_the_course_has(
    go: Collect, zipped: Zipped, roster: Roster, there: There, enrolled: Callable[..., None], hw: str
) -> None:
    enrolled(
        {"s1": {"email": "Ann@uni.example"}, "s2": {"email": "joerg@uni.example"}, "s3": {"email": "x@y"}}
    )
    source = zipped({f"Ann Lee_71_assignsubmission_file/{hw}.ipynb": b"ann"})
    assert [each.student for each in go(source, roster=roster(WORKSHEET)).collected] == ["s1"]
    assert there("s1") is not None


def test_a_roster_of_nobody_in_the_gradebook_names_the_column_that_has_them(
    go: Collect, zipped: Zipped, roster: Roster, enrolled: Callable[..., None], hw: str
) -> None:
    enrolled({"m1": {"last_name": "Lee"}, "m2": {}})
    source = zipped({f"leeann_101_1_{hw}.ipynb": b"ann"})
    table = roster('Student,ID,SIS Login ID,Matrikel\n"Lee, Ann",101,ann,m1\n"Ray, Bob",102,bob,m2\n')
    assert [each.student for each in go(source, roster=table).collected] == ["m1"]
    with pytest.raises(
        UsageError, match=r"by the ids taken from it; its column 'Matrikel' has 2: name it with"
    ):
        go(source, roster=table, id_column="SIS Login ID")


def test_a_cell_that_is_an_id_by_chance_makes_nobody_another(
    go: Collect, zipped: Zipped, roster: Roster, there: There, enrolled: Callable[..., None], hw: str
) -> None:
    """`1` is an id, and Ann's group."""
    enrolled({"1": {"email": "bob@x.example"}, "2": {"email": "ann@x.example"}})
    table = roster(
        "Identifier,Email address,Group\nParticipant 71,ann@x.example,1\nParticipant 72,bob@x.example,3\n"
    )
    go(zipped({f"Ann Lee_71_assignsubmission_file/{hw}.ipynb": b"ann"}), roster=table, wanted="moodle")
    assert there("1") is None
    assert there("2") == ("ann", None)


@pytest.mark.parametrize("word", ["Teilnehmer/in", "Participante ", "Participant "])
def test_moodle_anonymous_and_in_other_languages(
    word: str, go: Collect, zipped: Zipped, roster: Roster, there: There, hw: str
) -> None:
    """With hidden names, files and worksheet alike say the participant's number alone."""
    source = zipped({f"{word.strip().replace('/', '')}_71_assignsubmission_file/{hw}.ipynb": b"ann"})
    table = roster(f"ID,E-Mail-Adresse,student\n{word}71,a@b.example,s1\n{word}72,c@d.example,s2\n")
    assert go(source, roster=table).unmatched == []
    assert there("s1") == ("ann", None)


def test_moodle_by_name_when_the_gradebook_is_all_there_is(
    go: Collect, zipped: Zipped, there: There, enrolled: Callable[..., None], hw: str
) -> None:
    enrolled(
        {
            "s1": {"first_name": "Ann", "last_name": "Lee"},
            "s2": {"first_name": "Jörg", "last_name": "Müller"},
            "s3": {"first_name": "Ann", "last_name": "Lee"},
        }
    )
    source = zipped(
        {
            f"Ann Lee_71_assignsubmission_file/{hw}.ipynb": b"ann",
            f"Jo\u0308rg Mu\u0308ller_72_assignsubmission_file/{hw}.ipynb": b"joerg",
        }
    )
    report = go(source)
    assert there("s2") == ("joerg", None)
    (left,) = report.unmatched
    assert left.reason == (
        "Several students are called 'Ann Lee': give the grading worksheet as --roster, whose column Identifier has "
        "the participants' numbers."
    )


def test_a_moodle_group_is_told(go: Collect, zipped: Zipped, roster: Roster, hw: str) -> None:
    source = zipped(
        {
            f"Ann Lee_71_assignsubmission_file/{hw}.ipynb": b"ann",
            f"Default group_assignsubmission_file/{hw}.ipynb": b"group",
        }
    )
    report = go(source, roster=roster(WORKSHEET))
    assert [left.reason.partition(",")[0] for left in report.unmatched] == [
        "Nobody in the roster is called 'Default group'"
    ]


METADATA = """---
submission_11:
  :submitters:
  - :name: Ann Lee
    :sid: '0101'
    :email: ann@uni.example
  :created_at: 2026-10-31 17:59:58.123456789 Z
  :score: !ruby/object:BigDecimal 18:0.275e2
  :status: processed
  :history:
  - :id: 10
    :created_at: 2026-10-30 10:00:00.000000000 Z
submission_12:
  :submitters:
  - :name: "Jörg: Müller"
    :sid:
    :email: joerg@uni.example
  - :name: Third One
    :sid: '0103'
    :email: third@uni.example
  :created_at: 2026-11-01 10:00:00.000000000 +01:00
"""
STUDENTS = "student,SID,Email\nann,0101,ann@uni.example\njoerg,0102,joerg@uni.example\nthird,0103,third@uni.example\n"


def test_gradescope_with_its_metadata_and_a_group(
    go: Collect, zipped: Zipped, roster: Roster, there: There, hw: str
) -> None:
    root = "assignment_8046601_export/"
    source = zipped(
        {
            f"{root}submission_metadata.yml": METADATA.encode(),
            f"{root}submission_11/{hw}.ipynb": b"ann",
            f"{root}submission_12/work/other.ipynb": b"both",
            f"{root}submission_13/{hw}.ipynb": b"whose?",
            f"__MACOSX/{root}._submission_metadata.yml": b"",
        }
    )
    report = go(source, roster=roster(STUDENTS))
    assert there("ann") == ("ann", "2026-10-31 17:59:58.123456 UTC")
    assert there("joerg") == there("third") == ("both", "2026-11-01 09:00:00.000000 UTC")
    assert [left.reason for left in report.unmatched] == [
        "submission_metadata.yml does not say whose submission_13 is: download the submissions again."
    ]


def test_blackboard_knows_users_with_underscores_by_its_text_files(
    go: Collect, zipped: Zipped, roster: Roster, there: There, hw: str
) -> None:
    def attempt(user: str, date: str, content: bytes) -> Mapping[str, bytes]:
        text = f"Name: Some One ({user})\r\nAssignment: Home_work 1\r\nDate Submitted: …\r\n"
        stem = f"Home_work 1_{user}_attempt_{date}"
        return {f"{stem}.txt": text.encode(), f"{stem}_{hw}.ipynb": content}

    source = zipped(
        {
            **attempt("ann", "2026-10-30-10-00-00", b"first"),
            **attempt("ann", "2026-10-31-18-05-09", b"second"),
            **attempt("b_ann", "2026-10-31-09-00-00", b"another"),
        }
    )
    report = go(source, roster=roster("student,Username\n1,ann\n2,b_ann\n"))
    assert report.unmatched == []
    assert report.forms == {"class.zip": "blackboard"}
    assert there("1") == ("second", "2026-10-31 18:05:09.000000 UTC")
    assert there("2") == ("another", "2026-10-31 09:00:00.000000 UTC")


def test_blackboard_without_text_files_never_guesses(
    go: Collect, zipped: Zipped, roster: Roster, there: There, hw: str
) -> None:
    source = zipped(
        {
            f"hw_b_ann_attempt_2026-10-31-09-00-00_{hw}.ipynb": b"?",
            f"hw_b_bob_attempt_2026-10-31-09-00-00_{hw}.ipynb": b"bob",
        }
    )
    report = go(source, roster=roster("student,Username\n1,ann\n2,b_ann\n3,bob\n"))
    assert there("3") == ("bob", "2026-10-31 09:00:00.000000 UTC")
    assert [left.reason for left in report.unmatched] == [
        "It may be of 1 or 2: name the right one's with a --pattern."
    ]


@pytest.mark.parametrize("form", ["{0}/{1}", "{0} - {1}"], ids=["folders", "flat"])
def test_brightspace_by_name_and_date(
    form: str, go: Collect, zipped: Zipped, roster: Roster, there: There, hw: str
) -> None:
    source = zipped(
        {
            form.format("39786-640693 - Ann-Marie Lee - Oct 31, 2026 112 PM", f"{hw}.ipynb"): b"first",
            form.format("39786-640693 - Ann-Marie Lee - Oct 31, 2026 1022 PM", f"{hw}.ipynb"): b"second",
            form.format("39787-640694 - Jörg - Müller - Nov 1, 2026 926 AM", f"{hw}.ipynb"): b"joerg",
            "index.html": b"<html>",
        }
    )
    report = go(source, roster=roster("student,name\nann,Lee Ann-Marie\njoerg,Jörg Müller\n"))
    assert report.unmatched == []
    assert report.forms == {"class.zip": "brightspace"}
    assert there("ann") == ("second", "2026-10-31 22:22:00.000000 UTC")
    assert there("joerg") == ("joerg", "2026-11-01 09:26:00.000000 UTC")


def git(folder: Path, *arguments: str, date: str = "2026-10-31T18:00:00+01:00") -> None:
    identity = {
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@x",
        "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date,
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "PATH": os.environ["PATH"],
    }  # fmt: skip
    subprocess.run(["git", *arguments], cwd=folder, env=identity, check=True, capture_output=True)


def committed(folder: Path, name: str, content: bytes, date: str) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    git(folder, "init", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "x", date=date)
    return folder


def test_clones_of_github_classroom_by_login_with_the_time_of_the_last_commit(
    go: Collect, tmp_path: Path, roster: Roster, there: There, hw: str
) -> None:
    root = tmp_path / f"{hw}-submissions"
    committed(root / f"{hw}-ann-lee", f"{hw}.ipynb", b"ann", "2026-10-31T18:00:00+01:00")
    packed = committed(root / f"{hw}-lee", f"work/{hw}.ipynb", b"lee", "2026-11-01T08:00:00+00:00")
    git(packed, "gc")
    table = "identifier,github_username,github_id,name\nid-1,ann-lee,1,Ann\nid-2,Lee,2,Lee\n"
    report = go(root, roster=roster(table), id_column="identifier")
    assert report.unmatched == []
    assert report.forms == {root.name: "github"}
    assert there("id-1") == ("ann", "2026-10-31 17:00:00.000000 UTC")
    assert there("id-2") == ("lee", "2026-11-01 08:00:00.000000 UTC")


def test_a_clones_own_settings_run_nothing(go: Collect, tmp_path: Path, there: There, hw: str) -> None:
    clone = committed(tmp_path / "all" / f"{hw}-ann", f"{hw}.ipynb", b"ann", "2026-10-31T18:00:00+01:00")
    trap = tmp_path / "trapped"
    for key in (
        "core.fsmonitor",
        "core.pager",
        "gpg.program",
        "core.sshCommand",
        "core.alternateRefsCommand",
    ):
        git(clone, "config", key, f"touch {trap}")
    git(clone, "config", "log.showSignature", "true")
    go(tmp_path / "all", wanted="github")
    assert there("ann") == ("ann", "2026-10-31 17:00:00.000000 UTC")
    assert not trap.exists()


def test_a_commit_that_unpacks_to_gigabytes_has_no_time(tmp_path: Path) -> None:
    """A file of 65 KB cost 20 s and half a gigabyte, or whatever the machine had. Git unpacks a commit as a whole."""
    name, size = "ab" + "c" * 38, 64 << 20
    commit = f"tree {name}\ncommitter a <a> 1793466000 +0000\n\n".encode()
    for most, told in ((1 << 30, True), (32 << 20, False)):
        clone = tmp_path / str(most)
        (clone / ".git" / "objects" / name[:2]).mkdir(parents=True)
        (clone / ".git" / "HEAD").write_text(f"{name}\n")
        content = commit.ljust(size, b"x")
        (clone / ".git" / "objects" / name[:2] / name[2:]).write_bytes(
            zlib.compress(b"commit %d\0" % size + content)
        )
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(clones, "MEMORY", most)
            assert (clones.commit_time(clone) is not None) == told


@pytest.mark.parametrize(
    "head",
    [
        "",
        "ref: ../../../../etc/passwd\n",
        "ref: refs/heads/../../../x\n",
        "0" * 40,
        "ref: refs/heads/none\n",
        "\xff",
    ],
)
def test_a_broken_clone_has_no_time_and_is_collected(
    head: str, go: Collect, tmp_path: Path, there: There, hw: str
) -> None:
    clone = committed(tmp_path / "all" / f"{hw}-ann", f"{hw}.ipynb", b"ann", "2026-10-31T18:00:00+01:00")
    (clone / ".git" / "HEAD").write_text(head)
    go(tmp_path / "all", wanted="github")
    assert there("ann") == ("ann", None)


def test_nbgraders_exchange(go: Collect, tree: Zipped, there: There, course: Course, hw: str) -> None:
    old, new = "2026-10-30 10:00:00.000000 UTC", "2026-10-31 18:00:00.123456 UTC"
    source = tree(
        {
            f"ann+{hw}+{old}+abc/{hw}.ipynb": b"first",
            f"ann+{hw}+{new}+d-_/{hw}.ipynb": b"second",
            f"ann+{hw}+{new}+d-_/timestamp.txt": new.encode(),
            f"ann+{hw}+{new}+d-_/submission_secret.txt": b"s3cret",
            f"b+ob+{hw}+{old}/{hw}.ipynb": b"bob",
            f"ann+other+{new}+x/other.ipynb": b"another assignment's",
        }
    )
    report = go(source)
    assert report.forms == {"class": "exchange"}
    assert report.unmatched == []
    assert there("ann") == ("second", new)
    assert there("b+ob") == ("bob", old)
    secret = course.submission_path("ann").with_name("submission_secret.txt")
    assert secret.read_bytes() == b"s3cret"  # without it nbgrader cannot release the feedback


@pytest.mark.parametrize(
    "files",
    [
        {"ann.ipynb": b"ann", "bob.ipynb": b"bob"},
        {"ann/{hw}.ipynb": b"ann", "bob/work.ipynb": b"bob"},
        {"ann/{hw}/{hw}.ipynb": b"ann", "bob/{hw}/{hw}.ipynb": b"bob"},
        {"submissions/ann (1).ipynb": b"ann", "submissions/bob/x/{hw}.IPYNB.txt": b"bob"},
        {"{hw}_ann.ipynb": b"ann", "bob-{hw}.ipynb": b"bob"},
        {"README.md": b"", "ann/{hw}.ipynb": b"ann", "ann/data.csv": b"", "bob/{hw}.ipynb": b"bob"},
    ],
)
@pytest.mark.parametrize("known", [False, True], ids=["no roster", "roster"])
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_a_folder_of_files_or_folders_by_student(
    files: dict[str, bytes], known: bool, packed: bool, go: Collect, tree: Zipped, zipped: Zipped, roster: Roster,
    there: There, hw: str,
) -> None:  # fmt: skip
    files = {name.format(hw=hw): content for name, content in files.items()}
    options = {"roster": roster("student\nann\nbob\nthird\n")} if known else {}
    report = go((zipped if packed else tree)(files), **options)
    assert report.unmatched == []
    assert there("ann") == ("ann", None)
    assert there("bob") == ("bob", None)


@pytest.mark.parametrize("place", ["ann/{hw}.ipynb", "ann/{hw}/{hw}.ipynb", "ann.ipynb", "class/ann.ipynb"])
def test_a_single_student_is_known_too(place: str, go: Collect, tree: Zipped, there: There, hw: str) -> None:
    go(tree({place.format(hw=hw): b"ann"}))
    assert there("ann") == ("ann", None)


def test_a_time_beside_the_notebook_in_a_folder_counts(
    go: Collect, tree: Zipped, there: There, hw: str
) -> None:
    go(
        tree(
            {
                f"ann/{hw}/{hw}.ipynb": b"ann",
                f"ann/{hw}/timestamp.txt": b"2026-10-31 18:00:00 UTC",
                "b.ipynb": b"",
            }
        )
    )
    assert there("ann") == ("ann", "2026-10-31 18:00:00.000000 UTC")


def test_folders_by_the_students_names(
    go: Collect, tree: Zipped, roster: Roster, there: There, hw: str
) -> None:
    source = tree({f"Müller, Jörg/{hw}.ipynb": b"joerg", f"ANN LEE/{hw}.ipynb": b"ann"})
    go(source, roster=roster("student,first_name,last_name\ns1,Jörg,Müller\ns2,Ann,Lee\n"))
    assert there("s1") == ("joerg", None)
    assert there("s2") == ("ann", None)


def test_any_other_form_by_a_pattern(go: Collect, zipped: Zipped, there: There, hw: str) -> None:
    source = zipped(
        {
            "2026-10-30T10:00 ann.ipynb": b"first",
            "2026-10-31T18:00 ann.ipynb": b"second",
            "2026-10-31T19:00 bob.ipynb": b"bob",
            "notes.ipynb": b"?",
        }
    )
    report = go(source, pattern=r"(?P<time>\S+) (?P<student>\w+)\.ipynb")
    assert there("ann") == ("second", "2026-10-31 18:00:00.000000 UTC")
    assert there("bob") == ("bob", "2026-10-31 19:00:00.000000 UTC")
    assert [left.file for left in report.unmatched] == ["class.zip/notes.ipynb"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pattern": "("}, r"--pattern '\(' is no regular expression .* correct it\."),
        ({"pattern": "x"}, r"has no group \(\?P<student>…\): name the part that is the student\."),
        (
            {"wanted": "canvas"},
            "does not name the course's own ids: give the file of Grades → Export as --roster",
        ),
        ({"wanted": "moodle"}, "give the grading worksheet as --roster"),
    ],
)
def test_what_cannot_be_asked_for_is_one_sentence(
    options: dict[str, Any], message: str, go: Collect, zipped: Zipped
) -> None:
    with pytest.raises(UsageError, match=message):
        go(zipped({"a_1_2_x.ipynb": b""}), **options)


def test_a_source_must_be_there_and_be_a_zip_or_a_folder(go: Collect, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(UsageError, match=r"There is no .*nothing: name a zip or a folder"):
        go(tmp_path / "nothing")
    with pytest.raises(UsageError, match=r"x\.txt is no zip and no folder"):
        go(tmp_path / "x.txt")


def test_when_nobody_matches_the_column_that_would_is_named(
    go: Collect, zipped: Zipped, roster: Roster, hw: str
) -> None:
    report = go(zipped({f"leeann_101_1_{hw}.ipynb": b"ann"}), roster=roster("student,name\ns1,Bob Ray\n"))
    assert report.notes == [
        "Nobody in class.zip could be matched: give the file of Grades → Export as --roster, whose column ID has "
        "Canvas's user ids."
    ]


@pytest.mark.parametrize(
    "inner",
    [
        {"{hw}.ipynb": b"yes"},
        {"work/{hw} (1).ipynb": b"yes", "work/data.ipynb": b"no"},
        {
            "__MACOSX/._{hw}.ipynb": b"no",
            ".ipynb_checkpoints/{hw}-checkpoint.ipynb": b"no",
            "{hw}/a.ipynb": b"yes",
        },
    ],
)
def test_a_notebook_in_a_students_own_zip(
    inner: dict[str, bytes],
    go: Collect,
    zipped: Zipped,
    tmp_path: Path,
    roster: Roster,
    there: There,
    hw: str,
) -> None:
    packed = make_zip(tmp_path / "own.zip", {name.format(hw=hw): content for name, content in inner.items()})
    deeper = make_zip(tmp_path / "deeper.zip", {"own.zip": packed.read_bytes()})
    source = zipped(
        {"leeann_101_1_own.zip": packed.read_bytes(), "leeann_103_2_own.zip": deeper.read_bytes()}
    )
    report = go(source, roster=roster(CANVAS))
    assert report.unmatched == []
    assert there("ann") == there("ann2") == ("yes", None)


def test_of_other_names_none_is_guessed_and_all_are_kept(
    go: Collect, zipped: Zipped, roster: Roster, course: Course
) -> None:
    source = zipped(
        {
            "Ann Lee_71_assignsubmission_file/a.ipynb": b"a",
            "Ann Lee_71_assignsubmission_file/b.ipynb": b"b",
            "Jörg Müller_72_assignsubmission_file/report.pdf": b"pdf",
        }
    )
    report = go(source, roster=roster(WORKSHEET))
    assert report.collected == []
    reasons = [left.reason for left in report.unmatched]
    assert reasons[0] == reasons[1]
    assert reasons[0].startswith("ann@uni.example: There are 2 notebooks (b.ipynb, a.ipynb), none is called")
    assert reasons[2] == (
        "joerg@uni.example: There is no notebook in what was handed in (report.pdf): ask for the .ipynb file."
    )
    kept = sorted(path.name for path in (course.root / "collected" / "unmatched").iterdir())
    assert kept == [
        "Ann Lee_71_assignsubmission_file__a.ipynb",
        "Ann Lee_71_assignsubmission_file__b.ipynb",
        "Jörg Müller_72_assignsubmission_file__report.pdf",
    ]
