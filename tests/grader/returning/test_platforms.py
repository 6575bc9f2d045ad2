"""Each student gets their own page and mark, whatever way it goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.collecting.collect import Options as Collecting
from grader.collecting.collect import collect
from grader.course import Course
from grader.errors import UsageError
from grader.returning import canvas
from grader.returning.run import Options, return_feedback
from tests.grader.collecting.conftest import make_zip
from tests.grader.conftest import Gaussfit
from tests.grader.returning.conftest import (
    HW,
    STUDENTS,
    as_canvas_reads,
    as_moodle_reads,
    notebook,
    table,
    whose,
    write_canvas,
    write_worksheet,
)


def break_page(course: Course, student: str) -> None:
    path = course.autograded_path(student)
    path.chmod(0o644)
    path.write_text("{", encoding="utf-8")


def test_canvas_gets_each_page_under_the_number_of_the_file_handed_in(graded: Course, tmp_path: Path) -> None:
    report = return_feedback(graded, Options("canvas", roster=write_canvas(tmp_path)))
    assert report.left == {}
    assert [note.partition(",")[0] for note in report.notes] == [f"The marks are in a column {HW!r}"]
    pages = as_canvas_reads(graded.root / "returned" / "canvas.zip")
    assert {user: number for user, (number, _) in pages.items()} == {
        number: 5000 + number for _, _, number, _ in STUDENTS.values()
    }
    for student, (_, _, number, _) in STUDENTS.items():
        assert whose(pages[number][1]) == [student]
    marks = {row["SIS Login ID"]: row[HW] for row in table(graded.root / "returned" / "canvas.csv")[1:]}
    assert marks == {"ann": "4", "ann2": "4", "jörg": "4", "zoë": "0", "left": "4"}


def test_canvas_marks_go_into_its_own_column_of_the_assignment(graded: Course, tmp_path: Path) -> None:
    roster = write_canvas(tmp_path)
    text = roster.read_text(encoding="utf-8-sig").replace(",Section\n", ",Section,A line (4711)\n")
    roster.write_text(text.replace(",A\n", ",A,\n").replace(",,,,\n", ",,,,,10\n"), encoding="utf-8")
    report = return_feedback(graded, Options("canvas", roster=roster))
    assert report.notes == []
    assert table(graded.root / "returned" / "canvas.csv")[1]["A line (4711)"] == "4"
    return_feedback(graded, Options("canvas", roster=roster, column="Other (1)", students=("ann2",)))
    marks = {
        row["SIS Login ID"]: row["Other (1)"] for row in table(graded.root / "returned" / "canvas.csv")[1:]
    }
    assert marks == {"ann": "", "ann2": "4", "jörg": "", "zoë": "", "left": ""}
    assert list(as_canvas_reads(graded.root / "returned" / "canvas.zip")) == [103]


def test_who_left_and_whose_page_failed_get_nothing_and_the_others_theirs(
    graded: Course, tmp_path: Path
) -> None:
    return_feedback(graded, Options("folder"))
    break_page(graded, "ann")
    roster = write_canvas(tmp_path, without="left")
    report = return_feedback(graded, Options("canvas", roster=roster, output=tmp_path / "x.zip"))
    assert report.returned == ["ann2", "jörg", "zoë"]
    assert list(report.left) == ["ann", "left"]
    assert report.left["ann"].startswith("The page of ann could not be made (")
    assert report.left["left"].startswith(f"left is not in {roster}: ")
    pages = as_canvas_reads(tmp_path / "x.zip")
    assert {user: whose(page) for user, (_, page) in pages.items()} == {
        102: ["jörg"],
        103: ["ann2"],
        104: ["zoë"],
    }
    return_feedback(graded, Options("folder"))
    assert not (graded.root / "returned" / "folder" / "ann.html").exists()


def test_the_same_file_handed_in_again_goes_back_under_its_latest_number(
    graded: Course, tmp_path: Path
) -> None:
    roster = write_canvas(tmp_path)
    again = {f"leeann_101_6000_{HW}-1.ipynb": notebook(graded, "ann")}
    collect(graded, [make_zip(tmp_path / "again.zip", again)], Collecting(roster=roster))
    older = {f"leeann_101_5101_{HW}.ipynb": notebook(graded, "ann")}
    report = collect(graded, [make_zip(tmp_path / "older.zip", older)], Collecting(roster=roster))
    assert [each.action for each in report.collected] == ["unchanged"]
    return_feedback(graded, Options("canvas"))
    pages = as_canvas_reads(graded.root / "returned" / "canvas.zip")
    assert pages[101][0] == 6000
    assert pages[103][0] == 5103


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (("leeann_101_5001_hw.ipynb",), "leeann_101_5001_page.html"),
        (("müllerjörg_LATE_102_5002_my_3_4 (1).ipynb",), "müllerjörg_LATE_102_5002_page.html"),
        (("submissions", "anon_aB3dE_77_hw.zip"), "anon_aB3dE_77_page.html"),
        (("LATE_anon_aB3dE_77_hw.ipynb",), "LATE_anon_aB3dE_77_page.html"),
        (("leeann_101_text.html",), None),
        (("whatever.ipynb",), None),
    ],
)
def test_the_part_that_canvas_reads_is_kept(place: tuple[str, ...], name: str | None) -> None:
    assert canvas.entry_name(place, "page.html") == name


def test_moodle_gets_pages_by_participant_and_its_worksheet_filled(graded: Course, tmp_path: Path) -> None:
    sheet = write_worksheet(tmp_path)
    report = return_feedback(graded, Options("moodle", roster=sheet, output=tmp_path / "out.zip"))
    assert (report.left, report.notes) == ({}, [])
    pages = as_moodle_reads(tmp_path / "out.zip")
    assert len(pages) == len(STUDENTS)
    for student, (_, _, _, participant) in STUDENTS.items():
        name, page = pages[participant]
        assert name == f"{HW}.html"
        assert whose(page) == [student]
    before, after = sheet.read_bytes().decode(), (tmp_path / "out.csv").read_bytes().decode()
    rows = {row["Identifier"]: row for row in table(tmp_path / "out.csv")}
    assert {name: row["Grade"] for name, row in rows.items()} == {
        f"Participant {participant}": "0" if student == "zoë" else "4"
        for student, (_, _, _, participant) in STUDENTS.items()
    }
    assert (
        rows["Participant 71"]["Feedback comments"]
        == f"4 of 10 points. The feedback file {HW}.html says why."
    )
    for student, mark in (("ann", "4"), ("zoë", "0")):
        said = f"{mark} of 10 points. The feedback file {HW}.html says why."
        line = next(each for each in before.split("\r\n") if f",{STUDENTS[student][2]}@" in each)
        filled = line.replace(",,10.00", f",{mark},10.00") + said
        assert filled in after.split("\r\n")
    assert after.startswith("\ufeff")
    assert after.endswith("\r\n")


def test_moodle_by_what_was_collected_from_it_without_a_worksheet(graded: Course, tmp_path: Path) -> None:
    folder = "O'Brien Müller Jörg_72_assignsubmission_file_"
    files = {f"{folder}/{HW}.ipynb": notebook(graded, "jörg") + b"\n"}
    sheet = write_worksheet(tmp_path)
    collect(graded, [make_zip(tmp_path / "m.zip", files)], Collecting(roster=sheet))
    report = return_feedback(graded, Options("moodle"))
    assert report.returned == ["jörg"]
    assert "give the grading worksheet as --roster" in report.left["ann"]
    pages = as_moodle_reads(graded.root / "returned" / "moodle.zip")
    assert whose(pages[72][1]) == ["jörg"]


def test_moodles_worksheet_of_another_assignment_gives_nobody_a_page_of_another(
    graded: Course, tmp_path: Path
) -> None:
    sheet = write_worksheet(tmp_path)
    folder = "Ann Lee_71_assignsubmission_file"
    files = {f"{folder}/{HW}.ipynb": notebook(graded, "ann") + b"\n"}
    collect(graded, [make_zip(tmp_path / "m.zip", files)], Collecting(roster=sheet))
    other = tmp_path / "other.csv"
    other.write_bytes(sheet.read_bytes().replace(b"Participant 7", b"Participant 9"))
    report = return_feedback(graded, Options("moodle", roster=other, output=tmp_path / "out.zip"))
    assert report.left["ann"] == (
        f"ann handed in as participant 71 and is 91 in {other}: give this assignment's own worksheet."
    )
    assert 91 not in as_moodle_reads(tmp_path / "out.zip")
    assert (
        next(row for row in table(tmp_path / "out.csv") if row["Identifier"] == "Participant 91")["Grade"]
        == ""
    )


def test_moodles_maximum_and_what_a_person_wrote_are_heeded(graded: Course, tmp_path: Path) -> None:
    sheet = write_worksheet(tmp_path, maximum="3.00")
    text = sheet.read_bytes().decode()
    sheet.write_bytes(text.replace('PM",-,\r\n', 'PM",-,"Well, done"\r\n', 1).encode())
    report = return_feedback(graded, Options("moodle", roster=sheet, output=tmp_path / "out.zip"))
    assert report.notes == [
        "The feedback comment of ann was kept, for somebody wrote one.",
        "4 have more points than the worksheet's maximum, which Moodle passes over: set the assignment's maximum "
        "grade to that of the exercise.",
    ]
    assert table(tmp_path / "out.csv")[0]["Feedback comments"] == "Well, done"
    assert table(tmp_path / "out.csv")[0]["Grade"] == "4"


def test_a_folder_has_a_page_by_id_and_mail_a_table_beside(graded: Course, tmp_path: Path) -> None:
    report = return_feedback(graded, Options("folder", output=tmp_path / "pages"))
    assert report.left == {}
    for student in STUDENTS:
        assert whose((tmp_path / "pages" / f"{student}.html").read_bytes()) == [student]
    report = return_feedback(graded, Options("mail", output=tmp_path / "mail", students=("jörg", "ann2")))
    rows = table(tmp_path / "mail" / "mail.csv")
    assert [(row["student"], row["email"], row["first_name"], row["score"]) for row in rows] == [
        ("ann2", "103@uni.example", "Ann", "4"),
        ("jörg", "102@uni.example", "Jörg", "4"),
    ]
    for row in rows:
        assert whose(Path(row["attachment"]).read_bytes()) == [row["student"]]
    assert (report.made, report.unchanged) == (0, 2)


def test_two_with_one_address_get_no_mail(graded: Course, tmp_path: Path) -> None:
    roster = tmp_path / "r.csv"
    rows = [
        "student,email",
        "ann,a@x.example",
        "ann2,A@x.example",
        "jörg,j@x.example",
        "zoë,",
        "left,l@x.example",
    ]
    roster.write_text("\n".join(rows), encoding="utf-8")
    report = return_feedback(graded, Options("mail", output=tmp_path / "mail", roster=roster))
    assert report.returned == ["jörg", "left"]
    assert list(report.left) == ["ann", "ann2", "zoë"]
    assert "has the e-mail address of another" in report.left["ann2"]
    assert "has no e-mail address" in report.left["zoë"]


def test_wrong_usage_is_told(graded: Course, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no submission of 'nobody'"):
        return_feedback(graded, Options("folder", students=("nobody",)))
    new = graded.submission_path("new")
    new.parent.mkdir(parents=True)
    new.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="new has no graded notebook: run `gaussfit grade --student new`"):
        return_feedback(graded, Options("folder", students=("new",)))
    with pytest.raises(UsageError, match="--output says where to pack pages"):
        return_feedback(graded, Options("exchange", output=tmp_path))


def test_what_became_of_the_pages_is_told_as_it_is(gaussfit: Gaussfit, graded: Course) -> None:
    given = ("--course", graded.root, "--student", "ann")
    out = gaussfit("return", *given)[1]
    assert out.splitlines() == [
        f"the pages are in {graded.root / 'feedback'}",
        "1 page made, 0 unchanged; handed out to nobody (--to packs them), left 0",
    ]
    out = gaussfit("return", *given, "--to", "folder")[1]
    assert out.splitlines() == [
        f"wrote {graded.root / 'returned' / 'folder'}",
        "0 pages made, 1 unchanged; packed for 1, left 0",
    ]
    out = gaussfit("return", *given, "--to", "exchange")[1]
    assert out.splitlines()[-1] == "0 pages made, 1 unchanged; released to 0, left 1"


def test_a_table_of_marks_on_stdout_has_nothing_else_there(gaussfit: Gaussfit, graded: Course) -> None:
    out = gaussfit("export", "marks", "--output", "-", "--course", graded.root)[1]
    assert [line.split(",")[0] for line in out.splitlines()] == ["student", *sorted(STUDENTS)]
