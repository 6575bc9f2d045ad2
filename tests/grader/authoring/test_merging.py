"""What `gaussfit build` does to a notebook that an instructor has worked on: edits and own cells stay."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode

from grader.authoring import notebooks
from grader.authoring.merging import digest, merged, signed
from grader.authoring.notebooks import build, check
from grader.errors import CourseError
from grader.exercise import Exercise
from grader.loading import load_exercise
from grader.reading.intact import digest_of_all

TOY = Path(__file__).parents[3] / "examples" / "line_fit"
Edit = Callable[[NotebookNode], None]


@pytest.fixture(scope="module")
def toy() -> Exercise:
    return load_exercise(str(TOY))


@pytest.fixture(scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory, toy: Exercise) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build(folder, toy)
    return folder


@pytest.fixture
def course(_built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_built, tmp_path / "course"))


def source_of(course: Path, toy: Exercise) -> Path:
    return course / "solutions" / toy.name / f"{toy.name}.ipynb"


def release_of(course: Path, toy: Exercise) -> Path:
    return course / "assignments" / toy.name / f"{toy.name}.ipynb"


def edit(path: Path, change: Edit) -> None:
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def release_cells(course: Path, toy: Exercise) -> list[NotebookNode]:
    return list(nbformat.read(release_of(course, toy), as_version=4).cells)


def sources(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def named(notebook: NotebookNode, grade_id: str) -> Any:
    return next(
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def test_a_second_build_changes_nothing(course: Path, toy: Exercise) -> None:
    before = [path.read_bytes() for path in (source_of(course, toy), release_of(course, toy))]
    report = build(course, toy)
    assert (report.written, report.told, report.kept) == ((), (), ())
    assert [path.read_bytes() for path in report.files] == before


def test_own_cells_and_the_new_maximum_are_told(course: Path, toy: Exercise) -> None:
    def own(name: str, source: str, make: Any = nbformat.v4.new_code_cell, **kind: object) -> NotebookNode:
        usual = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        return make(source, metadata={"nbgrader": {**usual, "grade_id": name, **kind}})

    text = nbformat.v4.new_markdown_cell
    cells = [
        own("essay", "Why?", text, grade=True, solution=True, points=5),
        own("sketch", "Draw.", text, task=True, locked=True, points=2.5),
        own("twice", "def twice(x):\n    return 2 * x", solution=True),
        own("twice-test", "assert twice(1) == 2", grade=True, locked=True, points=1),
        text("Read this first.\nAnd this."),
    ]
    edit(source_of(course, toy), lambda notebook: notebook.cells.extend(cells))
    assert build(course, toy).told == (
        "took in your question 'essay' (5 points, marked by hand)",
        "took in your task 'sketch' (2.5 points, marked by hand)",
        "took in your answer cell 'twice'",
        "took in your test 'twice-test' (1 point)",
        "took in your text 'Read this first.'",
        "the most that can be earned is 18.5 points now; it was 10",
    )
    assert build(course, toy).told == ()

    def change(notebook: NotebookNode) -> None:
        named(notebook, "essay").metadata.nbgrader.points = 4
        notebook.cells.remove(named(notebook, "twice-test"))
        notebook.cells.insert(0, notebook.cells.pop())  # to move one is no change of it

    edit(source_of(course, toy), change)
    assert build(course, toy).told == (
        "took in the change of your question 'essay' (4 points, marked by hand)",
        "left out your test 'twice-test' (1 point), which is gone",
        "the most that can be earned is 16.5 points now; it was 18.5",
    )


def test_another_picture_under_the_same_name_is_a_change(course: Path, toy: Exercise) -> None:
    """Jupyter calls every picture that is pasted image.png."""
    text = nbformat.v4.new_markdown_cell("![plan](attachment:image.png)")

    def attach(data: str) -> Edit:
        return lambda notebook: notebook.cells[-1].update(attachments={"image.png": {"image/png": data}})

    edit(source_of(course, toy), lambda notebook: notebook.cells.append(text))
    edit(source_of(course, toy), attach("AAAA"))
    build(course, toy)
    as_older_versions_did = {
        "gaussfit": {"release": digest_of_all(release_cells(course, toy), pictured=False)}
    }
    edit(release_of(course, toy), lambda notebook: notebook.metadata.update(as_older_versions_did))
    edit(source_of(course, toy), attach("BBBB"))
    assert build(course, toy).told == ("took in the change of your text '![plan](attachment:image.png)'",)
    assert nbformat.read(release_of(course, toy), as_version=4).cells[-1].attachments["image.png"] == {
        "image/png": "BBBB"
    }


def test_running_the_notebook_is_no_edit(course: Path, toy: Exercise) -> None:
    def run(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.execution_count, cell.outputs = 1, [nbformat.v4.new_output("stream", text="hello")]
        notebook.metadata["language_info"]["version"] = "3.13"

    edit(source_of(course, toy), run)
    before = source_of(course, toy).read_bytes()
    assert build(course, toy).written == ()
    assert source_of(course, toy).read_bytes() == before


def test_an_edit_stays_and_is_released(course: Path, toy: Exercise) -> None:
    edit(source_of(course, toy), lambda notebook: notebook.cells[0].update(source="# My own title"))
    assert check(course, toy) == (release_of(course, toy),)
    report = build(course, toy)
    assert report.told == ("kept your edit of '# My own title'",)
    assert sources(source_of(course, toy))[0] == sources(release_of(course, toy))[0] == "# My own title"


def test_own_cells_stay_where_they_are(course: Path, toy: Exercise) -> None:
    own = nbformat.v4.new_markdown_cell("A word of my own.")
    edit(source_of(course, toy), lambda notebook: notebook.cells.insert(2, own))
    build(course, toy)
    assert sources(source_of(course, toy))[2] == sources(release_of(course, toy))[2] == own.source


def test_a_deleted_text_cell_stays_deleted(course: Path, toy: Exercise) -> None:
    gone = sources(source_of(course, toy))[0]
    edit(source_of(course, toy), lambda notebook: notebook.cells.pop(0))
    assert "left out" in " ".join(build(course, toy).told)
    assert gone not in sources(release_of(course, toy))


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Edit], None]:
    """Makes the lesson another one, as an upgrade does."""
    usual = notebooks.source_notebook

    def change(by: Edit) -> None:
        def changed(exercise: Exercise) -> str:
            notebook = nbformat.reads(usual(exercise), as_version=4)
            by(notebook)
            return str(nbformat.writes(notebook))

        monkeypatch.setattr(notebooks, "source_notebook", changed)

    return change


def test_what_the_lesson_changes_arrives_beside_edits(
    course: Path, toy: Exercise, newer: Callable[[Edit], None]
) -> None:
    edit(source_of(course, toy), lambda notebook: notebook.cells[0].update(source="# Mine"))

    def upgrade(notebook: NotebookNode) -> None:
        notebook.cells[0].source = "# The lesson's new title"
        notebook.cells[1].source += "\n# a new line"
        notebook.cells.append(nbformat.v4.new_markdown_cell("A new end.", id="new-end"))

    newer(upgrade)
    report = build(course, toy)
    now = sources(source_of(course, toy))
    assert now[0] == "# Mine"
    assert now[1].endswith("# a new line")
    assert now[-1] == "A new end."
    assert len(report.told) == 3
    assert "the lesson's own text has changed, too" in report.told[0]


def test_what_the_lesson_drops_goes_unless_it_was_edited(
    course: Path, toy: Exercise, newer: Callable[[Edit], None]
) -> None:
    first, second, *_ = sources(source_of(course, toy))
    edit(source_of(course, toy), lambda notebook: notebook.cells[0].update(source="# Mine"))

    def drop(notebook: NotebookNode) -> None:
        del notebook.cells[:2]

    newer(drop)
    build(course, toy)
    assert sources(source_of(course, toy))[0] == "# Mine"
    assert second not in sources(source_of(course, toy))
    assert first not in sources(source_of(course, toy))


def test_force_puts_the_lesson_back_and_keeps_a_copy_and_own_cells(course: Path, toy: Exercise) -> None:
    title = sources(source_of(course, toy))[0]

    def work(notebook: NotebookNode) -> None:
        notebook.cells[0].source = "# Mine"
        notebook.cells.append(nbformat.v4.new_markdown_cell("A word of my own."))

    edit(source_of(course, toy), work)
    report = build(course, toy, force=True)
    assert sources(source_of(course, toy))[0] == title
    assert sources(source_of(course, toy))[-1] == "A word of my own."
    assert "# Mine" in report.kept[0].read_text(encoding="utf-8")


def test_a_release_that_was_changed_by_hand_is_not_overwritten(course: Path, toy: Exercise) -> None:
    edit(release_of(course, toy), lambda notebook: notebook.cells[0].update(source="# By hand"))
    before = [source_of(course, toy).read_bytes(), release_of(course, toy).read_bytes()]
    edit(source_of(course, toy), lambda notebook: notebook.cells[0].update(source="# Mine"))
    before[0] = source_of(course, toy).read_bytes()
    with pytest.raises(CourseError, match="was changed by hand"):
        build(course, toy)
    assert [source_of(course, toy).read_bytes(), release_of(course, toy).read_bytes()] == before
    report = build(course, toy, force=True)
    assert any("# By hand" in path.read_text(encoding="utf-8") for path in report.kept)


def test_a_release_of_unknown_making_is_replaced_and_kept(course: Path, toy: Exercise) -> None:
    def forget(notebook: NotebookNode) -> None:
        del notebook.metadata["gaussfit"]
        notebook.cells[0].source = "# From an older version"

    edit(release_of(course, toy), forget)
    [kept] = build(course, toy).kept
    assert "# From an older version" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda nb, q: nb.cells.remove(named(nb, q.id)), "the answer cell {id!r} is missing"),
        (
            lambda nb, q: nb.cells.remove(named(nb, q.grade_cell)),
            "the check cell 'test_{id}' is missing",
        ),
        (
            lambda nb, q: named(nb, q.grade_cell).metadata.nbgrader.update(points=20),
            "'test_{id}' has 20 points",
        ),
        (
            lambda nb, q: named(nb, q.id).metadata.nbgrader.update(solution=False),
            "{id!r} is no longer an autograded",
        ),
        (
            lambda nb, q: named(nb, q.grade_cell).metadata.nbgrader.update(grade=False),
            "'test_{id}' is no longer an",
        ),
        (
            lambda nb, q: nb.cells.append(NotebookNode({**named(nb, q.id), "id": "copied"})),
            "the answer cell {id!r} is there 2 times",
        ),
    ],
)
def test_damage_to_a_question_is_told_before_anything_is_touched(
    course: Path, toy: Exercise, damage: Callable[[NotebookNode, Any], None], sentence: str
) -> None:
    question = toy.questions[0]
    edit(source_of(course, toy), lambda notebook: damage(notebook, question))
    before = [source_of(course, toy).read_bytes(), release_of(course, toy).read_bytes()]
    with pytest.raises(CourseError) as told:
        build(course, toy)
    assert sentence.format(id=question.id) in str(told.value)
    assert [source_of(course, toy).read_bytes(), release_of(course, toy).read_bytes()] == before


def test_a_source_that_is_no_notebook_is_told_and_left(course: Path, toy: Exercise) -> None:
    source_of(course, toy).write_text("<<<<<<< HEAD")
    with pytest.raises(CourseError, match="cannot be read as a notebook"):
        build(course, toy)
    assert source_of(course, toy).read_text() == "<<<<<<< HEAD"


def lesson(texts: dict[str, str]) -> NotebookNode:
    cells = [nbformat.v4.new_markdown_cell(text, id=name) for name, text in texts.items()]
    return nbformat.v4.new_notebook(cells=cells)


NAMES = st.sampled_from("abcdef")
TEXTS = st.text("xyz", min_size=1, max_size=3)
LESSONS = st.dictionaries(NAMES, TEXTS.map("lesson ".__add__), min_size=1)


@given(
    first=LESSONS,
    second=LESSONS,
    edits=st.dictionaries(NAMES, TEXTS.map("edit ".__add__)),
    own=st.lists(TEXTS),
)
def test_no_edit_and_no_own_cell_is_ever_lost(
    first: dict[str, str], second: dict[str, str], edits: dict[str, str], own: list[str]
) -> None:
    """And all that was not edited is as in the new lesson."""
    current = signed(lesson(first), lesson(first))
    for cell in current.cells:
        cell.source = edits.get(cell.id, cell.source)
    current.cells += [
        nbformat.v4.new_markdown_cell(f"own {text}", id=f"own-{i}") for i, text in enumerate(own)
    ]
    result = merged(current, lesson(second)).notebook
    now = {cell.id: cell.source for cell in result.cells}
    kept = {name: text for name, text in edits.items() if name in first}
    assert {name: now.get(name) for name in kept} == kept
    assert [text for name, text in now.items() if name.startswith("own-")] == [f"own {text}" for text in own]
    assert {name: text for name, text in now.items() if name not in kept and not name.startswith("own-")} == {
        name: text for name, text in second.items() if name not in kept
    }
    again = merged(result, lesson(second))
    assert [digest(cell) for cell in again.notebook.cells] == [digest(cell) for cell in result.cells]
