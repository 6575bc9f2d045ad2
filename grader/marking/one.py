"""The unit of work: mark one submission. Pure but for the student's process that it drives.

The same function serves `gaussfit check`, the local pool, a cluster's workers and plain `nbgrader autograde`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.answers import CellRun
from grader.checking import GraderBroke, SessionLike, Student, mark_questions
from grader.checking.marking import of_the_data
from grader.exercise import Exercise, Facts, Question
from grader.marking.own import own_questions
from grader.marking.reused import reused_later
from grader.marking.shown import left_out
from grader.reading import Release, Submission, rejected_submission
from grader.reading.filled_in import filled_in
from grader.results import QuestionResult, Sandbox, SubmissionResult
from grader.running.outside import Runner, Session

Proxy = Callable[[SessionLike], Student]
STARVED = "The machine is too busy to run it: a limit passed that it did not use. Grade it again when less runs here."


@dataclass(frozen=True)
class Prepared:
    """What is filed of a submission, as far as no gradebook is needed to make it."""

    notebook: str
    """The text of the graded notebook."""
    autos: Mapping[str, float | None]
    """By cell: the points that nbgrader reads from its outputs; None for what a person marks."""
    unanswered: Mapping[str, bool]
    """By cell: whether the answer is the stub still."""


@dataclass(frozen=True)
class Marked:
    """The marks of a submission, and what its cells put out, by index of the cell in the notebook."""

    result: SubmissionResult
    runs: Mapping[int, CellRun] = field(default_factory=dict)
    starved: bool = False
    """A time limit was met that the submission did not use up: the machine was too busy to run it."""
    prepared: Prepared | None = None
    """For the one writer; it does that itself where there is none."""


def mark(
    submission: Submission,
    student: str,
    *,
    release: Release,
    runner: Runner,
    seed: str,
    known_as: Collection[str] | None = (),
    proxy: Proxy = Student,
) -> Marked:
    """Run the submission in a child of `runner` and mark its answers.

    Args:
        submission: as `grader.reading.submitted` made it.
        student: the id that the marks are filed under.
        release: what was handed out; it says how many points there are.
        runner: a started warm process.
        seed: the course's secret, from which the hidden inputs come.
        known_as: the student's other ids; None where the notebook alone says whose it is.
        proxy: makes what the checks see of a session; see `mark_questions`.

    Raises:
        GraderError: the grader itself failed; no mark follows from that.
    """
    started = time.perf_counter()
    max_score = sum(release.max_scores.values())
    if submission.rejected is not None:
        return Marked(
            SubmissionResult(
                student, "rejected", submission.rejected, max_score=max_score, sandbox=runner.sandbox
            )
        )
    to_run = _cells_to_run(submission, release)
    sources = [source for _, source in to_run]
    exercise, own_notes = release.exercise.for_student(
        student, filled_in(submission.notebook, release.exercise), known_as
    )
    with runner.open(sources, _kept_names(submission, to_run, exercise)) as session:
        runs = session.run()
        questions = _marks(session, seed, exercise, exercise.questions, proxy)
    starved, spent = session.starved, session.seconds
    for question in reused_later(submission, to_run, exercise, questions):
        before = _runs_before(submission, to_run, question)
        with runner.open(sources[:before], dict.fromkeys(question.names, before - 1), spent) as session:
            questions = _better(questions, _marks(session, seed, exercise, [question], proxy))
        starved, spent = starved or session.starved, session.seconds
    indices = [index for index, _ in to_run]
    by_index = dict(zip(indices, runs, strict=True))
    return Marked(
        SubmissionResult(
            student=student,
            status="graded",
            max_score=max_score,
            questions=(*questions, *own_questions(submission, by_index, release)),
            seconds=time.perf_counter() - started,
            notes=submission.notes + own_notes + _limits_met(runs, indices),
            sandbox=runner.sandbox,
        ),
        by_index,
        starved,
    )


def mark_alone(
    submission: Submission,
    student: str,
    *,
    release: Release,
    runner: Runner,
    seed: str,
    known_as: Collection[str] | None,
) -> Marked:
    """As `mark`, for the second time, after the machine was too busy; if it still is, no mark follows from that."""
    marked = mark(submission, student, release=release, runner=runner, seed=seed, known_as=known_as)
    return failed(student, STARVED, release=release, sandbox=runner.sandbox) if marked.starved else marked


def failed(student: str, reason: str, *, release: Release, sandbox: Sandbox) -> Marked:
    """The result of a submission on which the grader itself failed: no score, and staff are told why."""
    max_score = sum(release.max_scores.values())
    return Marked(SubmissionResult(student, "error", reason, max_score=max_score, sandbox=sandbox))


def lesson_cells(release: Release) -> list[tuple[int, str]]:
    """The lesson's own cells that run in every submission, each with its usual place among those that run."""
    untouched = rejected_submission("", release)
    # A student's own cells are nobody else's, and an instructor's tests are not shown before they run.
    unknown = {cell.source for cell in release.cells if cell.is_answer or cell.is_grade}
    to_run = enumerate(source for _, source in _cells_to_run(untouched, release))
    return [(place, source) for place, source in to_run if source not in unknown]


def _cells_to_run(submission: Submission, release: Release) -> list[tuple[int, str]]:
    """All code cells, but for the grade cells of the questions, which show the student how far they are, and for
    untouched ones of the release that only show something and that nothing of the student's needs."""
    unneeded = left_out(submission, release)
    return [
        (index, source)
        for index, grade_id, source in submission.code
        if grade_id not in release.checked and source not in unneeded
    ]


def _marks(
    session: Session, seed: str, exercise: Exercise, questions: Sequence[Question], proxy: Proxy
) -> tuple[QuestionResult, ...]:
    """The marks of these questions, each with what is shown of its public example."""
    with session.paid():  # judging what a child has sent is on its account
        # Before the checks, whose inputs an example must not show.
        shown = {question.id: _example(question, session) for question in questions}
        marks = mark_questions(session, seed, exercise, shown.keys(), proxy)
    return tuple(replace(marked, facts={**marked.facts, **shown[marked.id]}) for marked in marks)


def _better(
    marks: tuple[QuestionResult, ...], others: tuple[QuestionResult, ...]
) -> tuple[QuestionResult, ...]:
    """The marks, but for those that are higher among the others."""
    higher = {other.id: other for other in others}
    return tuple(
        higher[mark.id] if mark.id in higher and higher[mark.id].score > mark.score else mark
        for mark in marks
    )


def _example(question: Question, session: Session) -> Facts:
    """What the question shows of its public example; nothing where the answer's numbers are beyond showing."""
    try:
        return question.example(session)
    except Exception as error:
        if of_the_data(error):
            return {}
        raise GraderBroke(question.id, error, what="example of") from error


def _kept_names(submission: Submission, to_run: list[tuple[int, str]], exercise: Exercise) -> dict[str, int]:
    """Which names are kept after which cell: a question's, as they are where its grade cell stands.

    Later cells may use a short name for something else; the student's own visible check saw them here.
    """
    kept: dict[str, int] = {}
    for question in exercise.questions:
        put_back = question.grade_cell in submission.restored
        before = len(to_run) if put_back else _runs_before(submission, to_run, question)
        if before:
            kept.update(dict.fromkeys(question.names, before - 1))
    return kept


def _runs_before(submission: Submission, to_run: list[tuple[int, str]], question: Question) -> int:
    """How many of the cells that run stand before the question's grade cell."""
    position = submission.position(question.grade_cell)
    return sum(index < position for index, _ in to_run)


def _limits_met(runs: tuple[CellRun, ...], indices: list[int]) -> tuple[str, ...]:
    sentences = {
        "timeout": "Cell {} ran into the time limit and was stopped.",
        "died": "Cell {} ended the notebook's process; it was left out.",
    }
    return tuple(
        sentences[run.outcome].format(index + 1)
        for index, run in zip(indices, runs, strict=True)
        if run.outcome in sentences
    )
