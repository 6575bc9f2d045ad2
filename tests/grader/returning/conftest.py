"""One small graded class, copied for each test, and what Canvas and Moodle would make of what is handed back."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from grader.classroom.grade import Options as Grading
from grader.classroom.grade import grade_class
from grader.classroom.init import make_course
from grader.classroom.terms import Terms, record
from grader.collecting.collect import Options, collect
from grader.course import Course, open_course
from grader.reading import load_release
from grader.reading.compose import composed_bytes
from grader.running.outside.sandbox import probe
from tests.grader.collecting.conftest import make_zip
from tests.standins.toy import FOLDER

HW = "line-fit"
STUDENTS = {
    "ann": ("Ann", "Lee", 101, 71),
    "ann2": ("Ann", "Lee", 103, 73),
    "jörg": ("Jörg", "O'Brien_Müller", 102, 72),
    "zoë": ("Zoë", "Ångström", 104, 74),
    "left": ("Who", "Left", 105, 75),
}
"""Names, Canvas's user ids and Moodle's participants: two of one name, accents, an underscore, one who left later."""
GOOD = "def residuals(x, y, slope, intercept):\n    return y - slope * x - intercept\n"


def notebook(course: Course, student: str) -> bytes:
    """A notebook that says whose it is."""
    own = f"# by {student}.\n"
    good = own + (GOOD if student != "zoë" else "x = 1\n")
    return composed_bytes(load_release(course.release_path, course.exercise), {"residuals": good})


@pytest.fixture(scope="session")
def _graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collected from Canvas, and graded."""
    folder = tmp_path_factory.mktemp("returning")
    course = make_course(folder / "course", exercise=str(FOLDER))
    rows = {
        student: {"first_name": first, "last_name": last, "email": f"{number}@uni.example"}
        for student, (first, last, number, _) in STUDENTS.items()
    }
    record(course, Terms(rows))
    files = {}
    for student, (first, last, number, _) in reversed(STUDENTS.items()):
        late = "LATE_" if number == 104 else ""
        name = f"{last}{first}_{late}{number}_{5000 + number}_{HW}.ipynb".replace(
            last + first, (last + first).lower()
        )
        files[name] = notebook(course, student)
    collect(course, [make_zip(folder / "c.zip", files)], Options(roster=write_canvas(folder)))
    graded = grade_class(course, Grading(sandbox="locked" if probe().locked else "process"))
    if [result["status"] for result in graded["submissions"]] != ["graded"] * len(STUDENTS):
        raise RuntimeError(f"The class could not be graded: {graded}")
    return course.root


@pytest.fixture
def graded(_graded: Path, tmp_path: Path) -> Course:
    shutil.copytree(_graded, tmp_path / "course")
    return open_course(tmp_path / "course")


def write_canvas(folder: Path, without: str = "") -> Path:
    lines = ["Student,ID,SIS User ID,SIS Login ID,Section", "    Points Possible,,,,"]
    for student, (first, last, number, _) in STUDENTS.items():
        if student != without:
            lines.append(f'"{last}, {first}",{number},9{number},{student},A')
    path = folder / "canvas.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def write_worksheet(folder: Path, maximum: str = "10.00", without: str = "") -> Path:
    head = (
        "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments"
    )
    lines = [head]
    for student, (first, last, number, participant) in STUDENTS.items():
        if student != without:
            lines.append(
                f'Participant {participant},"{first} {last}",,{number}@uni.example,"Submitted for grading",,'
                f'{maximum},Yes,"Saturday, 31 October 2026, 6:05 PM",-,'
            )
    path = folder / "worksheet.csv"
    path.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode())
    return path


def whose(page: str | bytes) -> list[str]:
    """Whose notebook a page shows; and its name must be the same one's."""
    text = page.decode() if isinstance(page, bytes) else page
    owners = sorted(set(re.findall(r"# by (\w+)\.", text)))
    (name,) = re.findall(r'class="gf-student">([^<]*)<', text)
    assert [name.rpartition("(")[2].rstrip(")")] == owners
    return owners


def as_canvas_reads(path: Path) -> dict[int, tuple[int, str]]:
    """By the user's id: the number of the file handed in, and the page, as Canvas reads names of files."""
    found = {}
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            parts = [part for part in name.split("_") if part != "LATE"]
            user, attachment = [part for part in parts if re.fullmatch(r"\d+", part)][:2]
            assert int(user) not in found
            found[int(user)] = (int(attachment), packed.read(name).decode())
    return found


def as_moodle_reads(path: Path) -> dict[int, tuple[str, str]]:
    """By participant: the file's name, and the page, as Moodle reads folders."""
    found = {}
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            folder, _, rest = name.partition("/")
            parts = folder.split("_", 4)
            assert len(parts) >= 4
            assert parts[2:4] == ["assignsubmission", "file"]
            assert int(parts[1]) not in found
            found[int(parts[1])] = (rest, packed.read(name).decode())
    return found


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
