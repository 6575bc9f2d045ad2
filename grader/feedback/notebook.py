"""Puts marks and outputs into the notebook that nbgrader files under `autograded/`.

Only four forms of output are ever written: streams, errors, plain text and PNG from the student's cells, and our
own HTML in the grade cells. What a student's code displays as HTML, SVG, JavaScript or widgets is left out.
"""

from __future__ import annotations

import base64
from html import escape

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from grader.answers import Output
from grader.exercise import Exercise, Question
from grader.feedback.question import question_html, rejected_html
from grader.marking.one import Marked
from grader.results import QuestionResult, SubmissionResult


def fill_notebook(nb: NotebookNode, marked: Marked, exercise: Exercise) -> None:
    """Write the outputs of all cells of `nb`, in place."""
    questions = {question.grade_cell: question for question in exercise.questions}
    own = {question.id: question for question in marked.result.questions if question.checks}
    for index, cell in enumerate(nb.cells):
        if cell.cell_type != "code":
            continue
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        shown = (
            [_student_output(output) for output in marked.runs[index].outputs] if index in marked.runs else []
        )
        if grade_id in questions:
            cell.outputs = [_grade_output(questions[grade_id], marked.result)]
        elif is_grade(cell) and not is_solution(cell):
            # First, for nbgrader takes the first result as the points.
            cell.outputs = [_own_output(own.get(grade_id)), *shown]
        elif index in marked.runs:
            cell.outputs = shown


def _grade_output(question: Question, result: SubmissionResult) -> NotebookNode:
    """The cell's result: nbgrader reads the points from `text/plain`, people read the HTML."""
    if result.status == "rejected":
        score, html = 0.0, rejected_html(result)
    else:
        found = next(each for each in result.questions if each.id == question.id)
        score, html = found.score, question_html(question, found, result)
    return nbformat.v4.new_output(
        "execute_result", data={"text/plain": repr(score), "text/html": html}, execution_count=None
    )


def _own_output(question: QuestionResult | None) -> NotebookNode:
    """What an instructor's own test came to; nothing for a file that could not be graded."""
    score, most = (question.score, question.max_score) if question is not None else (0.0, 0.0)
    told = " ".join(check.message for check in question.checks) if question is not None else ""
    html = (
        f"<p>{score:g} of {most:g} points. {escape(told)}</p>" if question is not None else "<p>0 points.</p>"
    )
    return nbformat.v4.new_output(
        "execute_result", data={"text/plain": repr(score), "text/html": html}, execution_count=None
    )


def _student_output(output: Output) -> NotebookNode:
    if output.kind == "stream":
        return nbformat.v4.new_output("stream", name=output.name, text=output.text)
    if output.kind == "png":
        png = base64.b64encode(output.png).decode("ascii")
        return nbformat.v4.new_output("display_data", data={"image/png": png})
    if output.kind == "error" and output.error is not None:
        return nbformat.v4.new_output(
            "error",
            ename=output.error.type_name,
            evalue=output.error.message,
            traceback=output.error.traceback.splitlines(),
        )
    return nbformat.v4.new_output("display_data", data={"text/plain": output.text})
