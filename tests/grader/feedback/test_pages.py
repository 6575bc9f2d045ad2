"""Pages made for a class are those that nbgrader makes one by one, with the student's name on them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from traitlets.config import Config

from grader.course import Course, open_course
from grader.errors import GraderError
from grader.feedback import exporter, pages
from grader.feedback.exporter import FeedbackExporter
from grader.feedback.making import Page, PageMaker
from grader.feedback.pages import make_pages
from grader.gradebook.page_marks import page_marks
from tests.grader.feedback.test_exporter import ABOUT, MARKS, STYLES
from tests.standins.toy import ASSIGNMENT

NAME = re.compile(r'<p class="gf-student">([^<]*)</p>')


@pytest.fixture
def own_class(hostile_class: Course, tmp_path: Path) -> Course:
    """The class again for a test that changes it, without pages."""
    shutil.copytree(hostile_class.root, tmp_path / "course", ignore=shutil.ignore_patterns("feedback"))
    return open_course(tmp_path / "course")


@pytest.fixture
def gradebook(own_class: Course) -> Iterator[Gradebook]:
    with Gradebook(f"sqlite:///{own_class.root}/gradebook.db") as opened:
        yield opened


def made(course: Course, **kwargs: Any) -> dict[str, Page]:
    return {page.student: page for page in make_pages(course, **kwargs)}


def actions(course: Course, **kwargs: Any) -> dict[str, str]:
    return {student: page.action for student, page in made(course, **kwargs).items()}


def test_a_page_is_nbgraders_with_the_name_on_it(
    own_class: Course, gradebook: Gradebook, feedback_page: Callable[[str], str]
) -> None:
    gradebook.update_or_create_student("honest", first_name="Zoë <b>", last_name="Ångström")
    for student, page in made(own_class).items():
        ours, theirs = page.path.read_text(encoding="utf-8"), feedback_page(student)
        assert NAME.sub("", ours) == NAME.sub("", theirs)
    text = (own_class.root / "feedback" / "honest" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8")
    assert NAME.findall(text) == ["Zoë &lt;b&gt; Ångström (honest)"]


def test_pages_by_workers_are_the_same(
    own_class: Course, feedback_page: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "FEW", 0)
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    monkeypatch.setattr(Future, "cancel", lambda _: False)  # all is left to the workers
    for student, page in made(own_class, jobs=2).items():
        assert page.path.read_text(encoding="utf-8") == feedback_page(student)


def test_a_page_without_the_second_reading_is_the_same() -> None:
    """HTMLExporter reads each page again to name pictures without words."""
    picture = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    outputs = [
        new_output("display_data", data={"image/png": picture}),
        new_output("stream", name="stdout", text="<img src=x> a < b & c"),
        new_output("execute_result", data={"text/plain": "1.0", "text/html": "<p>1 &lt; 2<br>x</p>"}),
    ]
    cells = [
        new_code_cell("x = '<img>'", outputs=outputs),
        new_markdown_cell(
            '# A & B\n\n<img src="#a"> ![words](#b)\n\n- `a<b`\n\n| a | b |\n|---|---|\n| 1 | 2 |'
        ),
    ]
    notebook = new_notebook(cells=cells, metadata={"nbgrader": {}})
    made: list[str] = []
    for way in (FeedbackExporter.from_notebook_node, HTMLExporter.from_notebook_node):
        resources = {"nbgrader": {**ABOUT, **MARKS}, "metadata": {"name": "x"}}
        page, _ = way(exporter.FeedbackExporter(_styles()), notebook, resources)
        made.append(str(BeautifulSoup(page, features="html.parser")))
    assert made[0] == made[1]
    assert made[0].count(exporter.NO_PICTURE) == 2


def _styles() -> Config:
    return Config(HTMLExporter={"extra_template_paths": [str(STYLES)]})


def test_only_what_changed_is_made_again(own_class: Course, gradebook: Gradebook) -> None:
    assert actions(own_class) == {"honest": "made", "hostile": "made"}
    assert actions(own_class) == {"honest": "unchanged", "hostile": "unchanged"}
    comment = gradebook.find_comment("fit_line", ASSIGNMENT, ASSIGNMENT, "honest")
    comment.manual_comment = "Well done: $\\mu$ is right."
    gradebook.db.commit()
    assert actions(own_class) == {"honest": "made", "hostile": "unchanged"}
    page = made(own_class)["honest"].path
    assert "<math" in page.read_text(encoding="utf-8").split("Well done:")[1][:20]
    grade = gradebook.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "hostile")
    grade.manual_score = 0.5
    gradebook.db.commit()
    assert actions(own_class) == {"honest": "unchanged", "hostile": "made"}
    page.unlink()
    assert actions(own_class) == {"honest": "made", "hostile": "unchanged"}
    graded = own_class.autograded_path("hostile")
    graded.chmod(0o644)
    graded.write_text(graded.read_text(encoding="utf-8").replace("EVILTEXT", "CHANGED"), encoding="utf-8")
    assert actions(own_class, students=["hostile"]) == {"hostile": "made"}


def test_a_page_with_another_id_on_it_is_made_again(own_class: Course) -> None:
    made(own_class)
    root, record = own_class.root, own_class.root / ".gaussfit" / "pages" / ASSIGNMENT
    for folder in (root / "feedback", root / "autograded"):
        shutil.copytree(folder / "honest", folder / "renamed")
    shutil.copy2(record / "honest.json", record / "renamed.json")
    marks = page_marks(own_class, ["honest"])["honest"]
    maker = PageMaker(own_class)
    assert maker.is_unchanged("honest", marks)
    assert not maker.is_unchanged("renamed", marks)


def test_a_page_that_fails_is_its_students_alone(own_class: Course, gradebook: Gradebook) -> None:
    pages_before = made(own_class)
    graded = own_class.autograded_path("hostile")
    graded.chmod(0o644)
    graded.write_text("{", encoding="utf-8")
    gradebook.update_or_create_student("honest", first_name="New")
    after = made(own_class, students=["hostile", "honest", "nobody"])
    assert {student: page.action for student, page in after.items()} == {
        "hostile": "failed",
        "honest": "made",
        "nobody": "failed",
    }
    assert after["hostile"].reason.startswith("The page of hostile could not be made (")
    assert (
        after["nobody"].reason
        == "The gradebook has no marks of nobody: run `gaussfit grade --student nobody`."
    )
    assert not pages_before["hostile"].path.exists()


def test_a_page_is_written_whole_or_not_at_all(own_class: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", half)
    assert actions(own_class) == {"honest": "failed", "hostile": "failed"}
    assert not [path for path in (own_class.root / "feedback").rglob("*") if path.is_file()]


def test_where_no_workers_can_start_the_pages_are_made_all_the_same(
    own_class: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwritable(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(pages, "FEW", 0)
    monkeypatch.setattr(pages, "ProcessPoolExecutor", unwritable)
    assert set(actions(own_class, jobs=2).values()) == {"made"}
    with pytest.raises(
        GraderError, match=r"Permission denied.*make /dev/shm writable.*see `?gaussfit doctor"
    ):
        pages.pool_of_makers(own_class, 1)


def test_who_lost_their_worker_twice_is_told(own_class: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "FEW", 0)
    monkeypatch.setattr(pages, "AT_ONCE", 1)
    monkeypatch.setattr(pages, "_make", _dies_on_hostile)
    monkeypatch.setattr(Future, "cancel", lambda _: False)  # all is left to the workers
    found = made(own_class, jobs=2)
    assert found["honest"].action == "made"
    assert found["hostile"].reason.endswith("its worker process ended, twice. Free memory and try again.")


def _dies_on_hostile(batch: Any) -> list[Page]:
    if batch[0][0] == "hostile":
        os._exit(9)
    return [pages._own["maker"].make(student, marks) for student, marks in batch]


def test_the_maker_of_a_page_notices_another_template(
    own_class: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = PageMaker(own_class)._look
    config = own_class.root / "nbgrader_config.py"
    with open(config, "a", encoding="utf-8") as file:
        file.write("\nc.FeedbackExporter.exclude_input_prompt = True\n")
    assert PageMaker(own_class)._look != before
