from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter

from grader.reading import Release, Submission, submission_from_notebook, submitted
from grader.reading.compose import compose
from grader.reading.repair import MISSING_ANSWER
from tests.standins.toy import QUESTIONS

Change = Callable[[list[dict[str, Any]]], object]


def ids(submission: Submission) -> list[str]:
    return [
        cell["metadata"]["nbgrader"]["grade_id"]
        for cell in submission.notebook["cells"]
        if "nbgrader" in cell["metadata"]
    ]


def find(cells: list[dict[str, Any]], grade_id: str) -> dict[str, Any]:
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def changed(release: Release, change: Change, answers: Mapping[str, str] | None = None) -> Submission:
    notebook = compose(release, answers or {})
    change(notebook["cells"])
    return submitted(json.dumps(notebook).encode(), release)


def source_of(submission: Submission, grade_id: str) -> str:
    return str(find(list(submission.notebook["cells"]), grade_id)["source"])


def test_an_untouched_release_needs_no_repair(release: Release) -> None:
    submission = changed(release, lambda cells: None)
    assert submission.notes == ()
    assert submission.rejected is None
    assert ids(submission) == [cell.grade_id for cell in release.cells]


def test_answers_are_kept_as_they_are(release: Release) -> None:
    submission = changed(release, lambda cells: None, {"fit_line": "A = 1"})
    assert source_of(submission, "fit_line") == "A = 1"


def test_edits_to_locked_cells_and_points_change_nothing(release: Release) -> None:
    def tamper(cells: list[dict[str, Any]]) -> None:
        cell = find(cells, "test_residuals")
        cell["source"] = "10.0"
        cell["metadata"]["nbgrader"] |= {"points": 1000, "locked": False, "schema_version": 99}

    submission = changed(release, tamper)
    cell = find(list(submission.notebook["cells"]), "test_residuals")
    assert cell["source"] == release.by_grade_id["test_residuals"].source
    assert cell["metadata"]["nbgrader"] == release.by_grade_id["test_residuals"].nbgrader


@pytest.mark.parametrize("grade_id", ["setup", "test_residuals", "test_fit_line"])
def test_a_missing_locked_cell_is_put_back_where_it_was(release: Release, grade_id: str) -> None:
    submission = changed(release, lambda cells: cells.remove(find(cells, grade_id)))
    assert ids(submission) == [cell.grade_id for cell in release.cells]
    assert submission.notes == (f"The locked cell '{grade_id}' was missing and was put back.",)


def test_a_missing_answer_cell_does_not_hide_the_answer_elsewhere(release: Release) -> None:
    def move(cells: list[dict[str, Any]]) -> None:
        find(cells, "residuals")["metadata"] = {}
        find(cells, "fit_line")["source"] = "fit_line = 1"

    submission = changed(release, move, {"residuals": "residuals = abs"})
    # The cell id still tells which cell it is, as tools that strip metadata leave it.
    assert source_of(submission, "residuals") == "residuals = abs"
    assert "had lost its nbgrader name" in submission.notes[0]


def test_an_answer_in_a_new_cell_is_run_and_its_empty_place_filled(release: Release) -> None:
    def move(cells: list[dict[str, Any]]) -> None:
        cell = find(cells, "residuals")
        cell["metadata"], cell["id"] = {}, "new"

    submission = changed(release, move, {"residuals": "residuals = abs"})
    assert source_of(submission, "residuals") == MISSING_ANSWER
    assert "residuals = abs" in [source for _, _, source in submission.code]
    assert "The answer cell 'residuals' is missing" in submission.notes[0]


def test_a_doubled_cell_is_run_twice_and_named_once(release: Release) -> None:
    def double(cells: list[dict[str, Any]]) -> None:
        cell = copy.deepcopy(find(cells, "residuals"))
        cell["source"] = "residuals = abs"
        cells.append(cell)

    submission = changed(release, double)
    assert ids(submission).count("residuals") == 1
    assert submission.code[-1][2] == "residuals = abs"
    assert "more than once" in submission.notes[0]


def test_an_answer_cell_that_became_markdown_is_code_again(release: Release) -> None:
    submission = changed(
        release, lambda cells: find(cells, "fit_line").update(cell_type="markdown"), {"fit_line": "A = 1"}
    )
    assert find(list(submission.notebook["cells"]), "fit_line")["cell_type"] == "code"


def test_another_notebook_is_rejected(release: Release) -> None:
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print('hello')")])
    submission = submitted(nbformat.writes(other).encode(), release)
    assert submission.rejected is not None
    assert "none of this assignment's cells" in submission.rejected
    assert ids(submission) == [cell.grade_id for cell in release.cells]


def test_answers_pasted_into_a_fresh_notebook_are_graded(release: Release) -> None:
    fresh = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("def residuals(x, S, m): ...")])
    submission = submitted(nbformat.writes(fresh).encode(), release)
    assert submission.rejected is None
    assert set(QUESTIONS) < set(ids(submission))


def test_notes_and_rejection_survive_a_round_trip(release: Release) -> None:
    submission = submitted(b"no", release)
    again = submission_from_notebook(nbformat.from_dict(submission.notebook))
    assert (again.rejected, again.notes) == (submission.rejected, submission.notes)


def test_a_repaired_notebook_is_valid_and_repair_is_deterministic(release: Release) -> None:
    first, second = (changed(release, lambda cells: cells.reverse()) for _ in range(2))
    nbformat.validate(nbformat.from_dict(first.notebook))
    assert first.notebook == second.notebook


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "```\n<script>alert(1)</script>",
        "````\n```\n<script>alert(1)</script>\n````\n<script>alert(1)</script>",
        "~~~\n<script>alert(1)</script>\n~~~\n<script>alert(1)</script>",
        "$$\n<script>alert(1)</script>\n$$",
        "\\begin{align}<script>alert(1)</script>\\end{align}",
        "<!-- --><iframe src='javascript:alert(1)'></iframe>",
        "![x](attachment:evil.svg)",
        "> <script>alert(1)</script>",
        "`\n\n<svg onload=alert(1)>",
        "\r```\r<script>alert(1)</script>",
        "\u2028```\u2028<script>alert(1)</script>",
    ],
)
@pytest.mark.parametrize("cell_type", ["markdown", "raw"])
def test_what_a_student_writes_as_markdown_is_shown_but_never_active(
    release: Release, text: str, cell_type: str
) -> None:
    cell = {"cell_type": cell_type, "source": text, "metadata": {}, "id": "evil"}
    submission = changed(release, lambda cells: cells.append(cell))
    last = nbformat.v4.new_notebook(cells=[nbformat.from_dict(submission.notebook["cells"][-1])])
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(last)
    for active in ("<script>alert", "<img", "<iframe", "<svg onload", 'href="javascript:'):
        assert active not in body
    assert "alert(1)" in body or "evil.svg" in body
