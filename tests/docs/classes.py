"""Sixty students as Canvas, Moodle and nbgrader's exchange hand them over, with the toy exercise, which is soon marked.

Two of them are new to the roster or silent; some share a name, are late, or hand in twice; each notebook says whose it
is.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from grader.course import open_course
from grader.reading import load_release
from grader.reading.compose import composed_bytes

TOY = Path(__file__).parents[2] / "examples" / "line_fit"
HW = "line-fit"
COUNT = 60
NEW, SILENT, LEFT = 58, 59, 57
"""Who is not in the roster yet, who hands nothing in, and who is dropped from the roster later."""
HANDED_IN = [number for number in range(COUNT) if number != SILENT]
RIGHT = "def residuals(x, y, slope, intercept):\n    return y - slope * x - intercept\n"
WRONG = "def residuals(x, y, slope, intercept):\n    return slope * x + intercept - y\n"


def student(number: int) -> str:
    return f"s{number:02}"


def name(number: int) -> tuple[str, str]:
    """First and last; every tenth has the same one."""
    return ("Jörg", "Müller") if number % 10 == 3 else ("Ann", f"Student{number:02}")


def is_late(number: int) -> bool:
    return number % 7 == 0


def is_twice(number: int) -> bool:
    return number % 5 == 0


def score(number: int) -> float:
    """What the notebook that counts is worth: who hands in twice mends it."""
    return 4.0 if is_twice(number) or number % 3 else 0.0


class Notebooks:
    """Makes notebooks of a course's release."""

    def __init__(self, course: Path) -> None:
        self.course = course
        opened = open_course(course)
        self._release = load_release(opened.release_path, opened.exercise)

    def of(self, number: int, again: bool = False) -> bytes:
        """A student's first, or the one that they handed in after it."""
        text = RIGHT if again or (number % 3 and not is_twice(number)) else WRONG
        return composed_bytes(self._release, {"residuals": f"# by {student(number)}.\n" + text})


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in files.items():
            packed.writestr(path, content)
    return made.getvalue()


def write_canvas_roster(folder: Path, leave_out: int = NEW) -> None:
    """As *Grades → Export* has it."""
    rows = ["Student,ID,SIS User ID,SIS Login ID,Section", "    Points Possible,,,,"]
    for number in range(COUNT):
        if number != leave_out:
            first, last = name(number)
            rows.append(f'"{last}, {first}",{7000 + number},{number},{student(number)},A')
    rows.append('"Student, Test",9999,,,A')
    (folder / "canvas.csv").write_text("\n".join(rows) + "\n", encoding="utf-8-sig")


def write_canvas(folder: Path, notebooks: Notebooks) -> None:
    """As *Download submissions* has it."""
    files = {}
    for number in HANDED_IN:
        first, last = name(number)
        who = f"{last}{first}".lower() + ("_LATE" if is_late(number) else "") + f"_{7000 + number}"
        files[f"{who}_{100 + number}_{HW}.ipynb"] = notebooks.of(number)
        if is_twice(number):
            files[f"{who}_{900 + number}_{HW}-1.ipynb"] = notebooks.of(number, again=True)
    (folder / "submissions.zip").write_bytes(zipped(files))


def write_worksheet(folder: Path, leave_out: int = NEW) -> None:
    """Moodle's grading worksheet."""
    head = "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed"
    rows = [head + ",Last modified (submission),Last modified (grade),Feedback comments"]
    for number in range(COUNT):
        if number != leave_out:
            when = f'"{"Sunday, 1 November" if is_late(number) else "Friday, 30 October"} 2026, 6:05 PM"'
            about = f"{' '.join(name(number))},{student(number)}@uni.example,Submitted"
            rows.append(f"Participant {700 + number},{about},,10.00,Yes,{when},-,")
    text = "\r\n".join(rows) + "\r\n"
    (folder / "worksheet.csv").write_text(text, encoding="utf-8-sig", newline="")


def write_moodle(folder: Path, notebooks: Notebooks) -> None:
    """As *Download all submissions* has it, of Moodle 4.1 and of the version before; some notebooks are in a zip."""
    files = {}
    for number in HANDED_IN:
        old = "_" if number % 2 else ""
        place = f"{' '.join(name(number))}_{700 + number}_assignsubmission_file{old}"
        if number % 11 == 1:
            files[f"{place}/mine.zip"] = zipped({f"homework/{HW}.ipynb": notebooks.of(number)})
        else:
            files[f"{place}/{HW} ({number + 1}).ipynb"] = notebooks.of(number)
        if is_twice(number):
            files[f"{place}/{HW} ({number + 9}).ipynb"] = notebooks.of(number, again=True)
    (folder / "moodle.zip").write_bytes(zipped(files))


def write_exchange(exchange: Path, caches: Path, course_id: str, notebooks: Notebooks) -> None:
    """What `nbgrader submit` leaves in the exchange, and with each student."""
    for number in HANDED_IN:
        for again in (False, True)[: 1 + is_twice(number)]:
            day = "2026-11-01" if is_late(number) else "2026-10-30"
            when = f"{day} 1{2 + again}:00:00.000000 UTC"
            submitted = f"{student(number)}+{HW}+{when}"
            inbound = exchange / course_id / "inbound" / f"{submitted}+abcd"
            for folder in (inbound, caches / student(number) / course_id / submitted):
                folder.mkdir(parents=True)
                (folder / f"{HW}.ipynb").write_bytes(notebooks.of(number, again))
                (folder / "timestamp.txt").write_text(when, encoding="ascii")
                secret = f"secret of {student(number)} {again}"
                (folder / "submission_secret.txt").write_text(secret, encoding="ascii")


def whose(page: str) -> str:
    """Whose notebook a page shows, which must be whose name is on it."""
    (owner,) = set(re.findall(r"# by (\w+)\.", page))
    (named,) = re.findall(r'class="gf-student">(?:[^<(]*\()?([^<)]*)\)?<', page)
    assert named.partition("@")[0] == owner
    return str(owner)
