"""The commands of docs/workflow.md, run as they stand: there with sixty on Canvas, and back; a few on the others.

With `FEW = 60` below there are as many on those; it tells nothing that a few do not, and takes minutes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.exercise import EXERCISE
from grader.course import open_course
from grader.reading import packaged_release
from grader.reading.compose import composed_bytes
from tests.grader.returning.conftest import as_canvas_reads, as_moodle_reads, table
from tests.grader.returning.test_exchange import fetch

DOCS = Path(__file__).parents[2] / "docs" / "workflow.md"
SECTION = "## From the platform to `submitted/`"
FEW = 6
COURSE_ID = "c101"
WHEN = "2026-10-30 12:00:00.000000 UTC"


def commands(section: str = SECTION) -> list[str]:
    """The lines of the shell blocks in a section, up to the next one of any rank."""
    text = DOCS.read_text(encoding="utf-8").split(section + "\n")[1]
    section = re.split(r"\n## " if section.startswith("## ") else r"\n##", text)[0]
    return [
        line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()
    ]


def write_class(folder: Path, notebooks: Callable[[int], bytes]) -> None:
    """Sixty students on Canvas: equal names, accents, late ones, resubmissions; one who left and one who is new."""
    hw = EXERCISE.name
    rows = ["Student,ID,SIS User ID,SIS Login ID,Section", "    Points Possible,,,,"]
    with zipfile.ZipFile(folder / "submissions.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(60):
            last, first = ("Müller", "Jörg") if number % 10 == 3 else (f"Student{number:02}", "Ann")
            if number != 58:  # who is new
                rows.append(f'"{last}, {first}",{7000 + number},{number},s{number:02},A')
            if number == 59:  # who handed nothing in
                continue
            name = f"{last}{first}".lower() + ("_LATE" if number % 7 == 0 else "")
            packed.writestr(f"{name}_{7000 + number}_{100 + number}_{hw}.ipynb", notebooks(0))
            if number % 5 == 0:
                packed.writestr(f"{name}_{7000 + number}_{900 + number}_{hw}-1.ipynb", notebooks(1))
    (folder / "canvas.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "200"}
    return subprocess.run(
        ["sh", "-ec", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_commands_of_the_docs_collect_a_class(tmp_path: Path, right_answers: Mapping[str, str]) -> None:
    release = packaged_release(EXERCISE)
    texts = (
        composed_bytes(release, {}),
        composed_bytes(release, {"parameters": right_answers["parameters"]}),
    )
    write_class(tmp_path, lambda which: texts[which])
    (tmp_path / "handed-in").mkdir()
    (tmp_path / "handed-in" / "2026-10-30T10:00 s59.ipynb").write_bytes(texts[0])
    done = {line: run(line, tmp_path) for line in commands()}
    codes = [(line.split()[1], result.returncode) for line, result in done.items()]
    assert codes == [("init", 0), ("collect", 1), ("collect", 1), ("grade", 0), ("collect", 0)], done
    told = json.loads((tmp_path / "collected.json").read_text(encoding="utf-8"))
    assert [each["student"] for each in told["collected"]] == [f"s{number:02}" for number in range(58)]
    assert [each["file"] for each in told["unmatched"]] == [
        f"submissions.zip/student58ann_7058_158_{EXERCISE.name}.ipynb"
    ]
    for number in range(58):
        path = (
            tmp_path / "my-course" / "submitted" / f"s{number:02}" / EXERCISE.name / f"{EXERCISE.name}.ipynb"
        )
        assert path.read_bytes() == texts[number % 5 == 0]
    goes_back_to_canvas(tmp_path)
    time = tmp_path / "my-course" / "submitted" / "s59" / EXERCISE.name / "timestamp.txt"
    assert time.read_text(encoding="utf-8").startswith("2026-10-30")


def goes_back_to_canvas(folder: Path) -> None:
    """All but who left and who is new have one mark and their own page; s59's is not graded yet."""
    (line,) = commands("### Canvas")
    result = run(line, folder)
    assert result.returncode == 0
    assert "58 pages made, 0 unchanged; returned to 58, left 0" in result.stdout
    pages = as_canvas_reads(folder / "my-course" / "returned" / "canvas.zip")
    assert {user: number for user, (number, _) in pages.items()} == {
        7000 + number: (900 if number % 5 == 0 else 100) + number for number in range(58)
    }
    for user, (_, page) in pages.items():
        assert owner(page) == f"s{user - 7000:02}"
    marks = table(folder / "my-course" / "returned" / "canvas.csv")[1:]
    assert [(row["SIS Login ID"], row[EXERCISE.name] != "") for row in marks] == [
        (f"s{number:02}", number != 59) for number in range(60) if number != 58
    ]


def owner(page: str) -> str:
    """Whose page it says that it is."""
    return re.findall(r'class="gf-student">(?:[^<(]*\()?([^<)]*)\)?<', page)[0]


def test_the_commands_of_the_docs_go_to_moodle_and_back(tmp_path: Path) -> None:
    text = composed_bytes(packaged_release(EXERCISE), {})
    head = "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed"
    rows = [head + ",Last modified (submission),Last modified (grade),Feedback comments"]
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(FEW):
            name = "Jörg Müller" if number % 4 == 3 else f"Ann Student{number:02}"
            when = '"Saturday, 31 October 2026, 6:05 PM"'
            if number != FEW - 2:  # who is new
                rows.append(
                    f"Participant {700 + number},{name},s{number:02}@uni.example,Submitted,,30.00,Yes,{when},-,"
                )
            if number != FEW - 1:  # who handed nothing in
                old = "_" if number % 2 else ""
                packed.writestr(
                    f"{name}_{700 + number}_assignsubmission_file{old}/{EXERCISE.name} ({number}).ipynb", text
                )
    (tmp_path / "worksheet.csv").write_text("\r\n".join(rows) + "\r\n", encoding="utf-8-sig", newline="")
    done = {line: run(line, tmp_path) for line in commands("### Moodle")}
    codes = [(line.split()[1], result.returncode) for line, result in done.items()]
    assert codes == [("init", 0), ("collect", 1), ("grade", 0), ("return", 0)], done
    pages = as_moodle_reads(tmp_path / "moodle-course" / "returned" / "moodle.zip")
    assert {number: owner(page) for number, (_, page) in pages.items()} == {
        700 + number: f"s{number:02}@uni.example" for number in range(FEW - 2)
    }
    filled = {row["Identifier"]: row for row in table(tmp_path / "moodle-course" / "returned" / "moodle.csv")}
    assert [filled[f"Participant {700 + number}"]["Grade"] != "" for number in range(FEW - 2)] == [True] * (
        FEW - 2
    )
    assert filled[f"Participant {700 + FEW - 1}"]["Grade"] == ""


def test_the_commands_of_the_docs_go_to_the_exchange_and_back(tmp_path: Path) -> None:
    text = composed_bytes(packaged_release(EXERCISE), {})
    exchange, ids = tmp_path / "exchange", [f"s{number:02}" for number in range(FEW)]
    for student in ids[:-1]:  # the last hands nothing in
        name = f"{student}+{EXERCISE.name}+{WHEN}"
        for folder in (
            exchange / COURSE_ID / "inbound" / f"{name}+abcd",
            tmp_path / "cache" / student / COURSE_ID / name,
        ):
            folder.mkdir(parents=True)
            (folder / f"{EXERCISE.name}.ipynb").write_bytes(text)
            (folder / "timestamp.txt").write_text(WHEN, encoding="ascii")
            (folder / "submission_secret.txt").write_text(f"secret of {student}", encoding="ascii")
    (tmp_path / "students.csv").write_text("student\n" + "\n".join(ids) + "\n", encoding="utf-8")
    lines = commands("### nbgrader's exchange")
    done = {lines[0]: run(lines[0], tmp_path)}
    with open(tmp_path / "exchange-course" / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(f"\nc.Exchange.root = {str(exchange)!r}\nc.CourseDirectory.course_id = {COURSE_ID!r}\n")
    done |= {line: run(line, tmp_path) for line in lines[1:]}
    codes = [(line.split()[1], result.returncode) for line, result in done.items()]
    assert codes == [("init", 0), ("collect", 0), ("grade", 0), ("return", 0)], done
    for student in ids:
        fetched = fetch(exchange, tmp_path / "cache" / student, tmp_path / student, student, EXERCISE.name)
        assert [owner(page) for page in fetched] == ([student] if student != ids[-1] else [])


def test_the_commands_of_the_docs_watch_a_course(tmp_path: Path, right_answers: Mapping[str, str]) -> None:
    """Both the course's own folder and a drop folder; asked to stop, it ends in order."""
    alone, *others = commands("## As it arrives")
    with_drop, exchange = (line.split("#")[0].strip() for line in others)
    assert with_drop.startswith(alone)
    assert exchange.startswith(alone)
    run("gaussfit init my-course", tmp_path)
    (tmp_path / "drop").mkdir()
    course = open_course(tmp_path / "my-course")
    raw = composed_bytes(packaged_release(EXERCISE), right_answers)
    words = [str(Path(sys.executable).with_name("gaussfit")), *with_drop.split()[1:], "--jobs", "1"]
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as watch:
        assert watch.stdout is not None
        lines = [watch.stdout.readline()]
        path = course.submission_path("ann")
        path.parent.mkdir(parents=True)
        path.write_bytes(raw)
        (tmp_path / "drop" / "bob.ipynb").write_bytes(raw)
        while len(lines) < 3:
            lines.append(watch.stdout.readline())
        watch.terminate()
        lines += watch.stdout
        assert watch.wait(60) == 0
    assert "watching" in lines[0]
    assert sorted(line.split()[1:5] for line in lines[1:3]) == [
        [who, "30", "/", "30"] for who in ("ann", "bob")
    ]
    assert "goes on from here" in lines[-1]
    for student in ("ann", "bob"):
        assert (
            course.root / "feedback" / student / course.assignment / f"{course.assignment}.html"
        ).is_file()
