"""A term from its first day to the next one's, as docs/instructors.md tells it, by the commands that stand there."""

from __future__ import annotations

import csv
import re
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from grader.cli import main
from grader.course import Course, open_course
from grader.gradebook.filed import in_gradebook
from grader.reading import load_release
from grader.reading.compose import composed_bytes
from grader.seed import course_seed

DOCS = Path(__file__).parents[2] / "docs" / "instructors.md"
ESSAY = {"grade": True, "solution": True, "locked": False, "task": False, "points": 5}
TEST = {"grade": True, "solution": False, "locked": True, "task": False, "points": 2}
HALF_MISSING = """
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
"""
ROSTER = [f's00{number},"Student, {name}",s00{number}@example.org' for number, name in enumerate("ABCDEF", 1)]


def blocks() -> list[list[str]]:
    """The commands of the section, by block."""
    section = DOCS.read_text(encoding="utf-8").split("## A term in order")[1].split("\n## ")[0]
    return [block.splitlines() for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[list[str]], str]:
    """Runs the lines of a block in this process; returns all that they said. Each must succeed."""
    monkeypatch.setenv("COLUMNS", "300")

    def run(lines: list[str]) -> str:
        told = ""
        for line in lines:
            words = shlex.split(line)
            if words[0] == "cd":
                monkeypatch.chdir(words[1])
                continue
            monkeypatch.setattr(sys, "argv", words)
            with pytest.raises(SystemExit) as ended:
                main()
            captured = capsys.readouterr()
            told += f"$ {line}\n{captured.out}{captured.err}"
            assert not ended.value.code, told
        return told

    return run


def edit(course: Course, change: Callable[[Any], object]) -> None:
    notebook = nbformat.read(course.source_path, as_version=4)
    change(notebook)
    nbformat.write(notebook, course.source_path)


def own_cells(notebook: Any) -> None:
    for name, kind, make, source in (
        ("why", ESSAY, nbformat.v4.new_markdown_cell, "A model answer."),
        ("own_test", TEST, nbformat.v4.new_code_cell, "assert C > 0"),
    ):
        metadata = {"nbgrader": {"grade_id": name, "schema_version": 3, **kind}}
        notebook.cells.append(make(source, metadata=metadata))


def hand_in(
    course: Course, student: str, answers: Mapping[str, str], when: str = "2026-10-30 12:00:00 UTC"
) -> None:
    path = course.submission_path(student)
    path.parent.mkdir(parents=True)
    path.write_bytes(composed_bytes(load_release(course.release_path, course.exercise), answers))
    path.with_name("timestamp.txt").write_text(when, encoding="utf-8")


def finals(course: Course) -> dict[str, float]:
    return {student: entry.final for student, entry in in_gradebook(course).entries.items() if entry.marked}


def mark_by_hand(course: Course) -> None:
    """What a person does in formgrader."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        for student, cell, points in (
            ("s001", "why", 4.0),
            ("s003", "why", 2.5),
            ("s003", "test_draw_density", 9.0),
        ):
            grade = gradebook.find_grade(cell, course.assignment, course.assignment, student)
            grade.manual_score, grade.needs_manual_grade = points, False
        comment = gradebook.find_comment("why", course.assignment, course.assignment, "s001")
        comment.manual_comment = "Well argued."
        gradebook.db.commit()


def comment_on(course: Course, student: str) -> str | None:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        found: str | None = gradebook.find_comment(
            "why", course.assignment, course.assignment, student
        ).comment
        return found


def test_a_term_in_order(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shell: Callable[[list[str]], str],
    right_answers: Mapping[str, str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "students.csv").write_text("id,name,email\n" + "\n".join(ROSTER[:5]) + "\n", encoding="utf-8")
    init, build, grade, typo, late, people, why, lost, following = blocks()
    assert "In the gradebook: 5 students" in shell(init)
    course = open_course(tmp_path / "autumn")

    edit(course, own_cells)
    assert "sound" in shell(build)

    right = {**right_answers, "why": "Because $|\\Sigma|$ is an area."}
    hand_in(course, "s001", right)
    hand_in(course, "s002", {**right, "gaussian_nll": HALF_MISSING})
    hand_in(course, "s0O3", right)
    hand_in(course, "s004", right, "2026-11-02 12:00:00 UTC")
    said = shell(grade)
    assert "s0O3 is not in the roster" in said
    first = finals(course)
    assert first == {"s001": 32, "s002": 29, "s003": 32, "s004": 32 - 6.4}

    mark_by_hand(course)
    edit(
        course, lambda notebook: notebook.cells[0].update(source=notebook.cells[0].source + " (Typo mended.)")
    )
    said = shell(typo)
    by_hand = {**first, "s001": 36.0, "s003": 33.5}
    assert finals(course) == by_hand
    assert "A Student" in said
    assert "4 worked on an older release that differs in its text alone" in said
    assert "2 wait for a mark by hand" in said
    assert "waits for a mark by hand: why" in said

    shell(late)
    by_hand["s004"] = 32.0
    assert finals(course) == by_hand

    rows = [row for number, row in enumerate(ROSTER) if number != 4]
    (course.root / "students-november.csv").write_text(
        "id,name,email\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    hand_in(course, "s006", right)
    said = shell(people)
    assert "s006" in said
    by_hand["s006"] = 32.0
    assert finals(course) == by_hand

    said = shell(why)
    assert "missing-half" in said
    assert "missing-half" in (course.root / "s002.html").read_text(encoding="utf-8")
    text = (course.root / "marks.csv").read_text(encoding="utf-8")
    exported = {row["student"]: row for row in csv.DictReader(text.splitlines())}
    assert float(exported["s003"]["score"]) == 33.5

    (course.root / "gradebook.db").unlink()
    said = shell(lost)
    assert re.search(r"lost marks by hand or comments of s001(,| and) s003; they were put back", said)
    assert finals(course) == by_hand
    assert comment_on(course, "s001") == "Well argued."

    shell(following)
    spring = open_course(tmp_path / "spring")
    assert {"why", "own_test"} <= load_release(spring.release_path, spring.exercise).by_grade_id.keys()
    assert (spring.students(), in_gradebook(spring).names) == ((), {})
    assert course_seed(spring) != course_seed(course)
