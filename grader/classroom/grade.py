"""`gaussfit grade`: which submissions need marks, who marks them, and one writer that files the marks."""

from __future__ import annotations

import contextlib
import gc
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.answers import Limits
from grader.classroom.contexts import remember_context
from grader.classroom.filing import file_marks
from grader.classroom.pending import Saved, Seen, Unreadable, pending, unnameable
from grader.classroom.renaming import require_finished
from grader.classroom.report import report
from grader.classroom.tally import Tally
from grader.course import Course, Submitters
from grader.errors import GraderError, RunStopped, UsageError
from grader.gradebook.entries import InGradebook
from grader.gradebook.known_as import known_as
from grader.gradebook.ledger import read_ledger
from grader.gradebook.locking import filing_alone
from grader.gradebook.store import read_saved
from grader.marking.jobs import Job, Marks, Settings
from grader.marking.one import Marked
from grader.marking.pool import mark_all
from grader.reading import course_release
from grader.results import ReportObject, Sandbox, SubmissionObject, Wall
from grader.running.outside.sandbox import walls
from grader.seed import course_seed


@dataclass(frozen=True)
class Options:
    """How to grade a class."""

    students: tuple[str, ...] = ()
    """Whom to grade; all with a submission when empty."""
    jobs: int = 1
    force: bool = False
    sandbox: Sandbox = "locked"
    limits: Limits | None = None
    """The course's own if None."""
    scheduler: str | None = None
    """Address of a Dask scheduler whose workers mark instead of `jobs` processes here."""


@dataclass(frozen=True)
class Progress:
    """Told after each submission: its result, and how many are done."""

    result: SubmissionObject
    done: int
    skipped: bool


def grade_class(
    course: Course,
    options: Options,
    progress: Callable[[Progress], None] = lambda _: None,
    tell: Callable[[str], None] = lambda _: None,
    *,
    submitters: Submitters | None = None,
    begin: Callable[[int], None] = lambda _: None,
) -> ReportObject:
    """Grade the submissions of a course into nbgrader's gradebook; returns the object of `--json`.

    Submissions that were graded before and have not changed keep their result, unless `options.force`; one that the
    gradebook has lost is filed again. `tell` gets what staff should hear: sentences without a full stop.
    `submitters` is what lies in `submitted/`, where the caller has looked already; `begin` is told how many submissions
    there are, once it is clear that they can be graded.

    Raises:
        UsageError: there is nothing to grade, a named student has no submission, or there is no such scheduler.
        RunStopped: the gradebook cannot be used, or nothing can be marked here. What was graded until then is kept,
            and told by the exception.
        CourseError: the release or the configuration cannot be used.
    """
    found = course.submitters() if submitters is None else submitters
    students = wanted_students(course, options, found)
    release = course_release(course)
    limits = options.limits or course.limits
    settings = Settings(release, course_seed(course), options.sandbox, limits, known_as=known_as(course))
    strange = () if options.students else tuple(unnameable(course, settings, found))
    run = _Run(course, settings, options, students, strange, progress, everyone=found.students)
    begin(run.total)
    try:
        run.start()
    except UsageError:  # what was asked for is not there: nothing has begun
        raise
    except GraderError as error:
        raise RunStopped(error, report(course, run.results, None, run.walls)) from error
    for sentence in run.sentences:
        tell(sentence)
    return report(course, run.results, run.filed, run.walls)


def wanted_students(
    course: Course, options: Options, submitters: Submitters | None = None
) -> tuple[str, ...]:
    """Whose submissions a run is about. Raises UsageError when there are none, CourseError while a rename is to be
    completed."""
    require_finished(course)
    found = course.submitters() if submitters is None else submitters
    students = _students(course, found, options.students)
    if options.students:
        return students
    removed = read_ledger(
        course
    ).removed  # who has left and whose marks were deleted is graded when named alone
    return tuple(student for student in students if student not in removed)


class _Run:
    """One run over a class: what is pending, who is done, and what the gradebook has."""

    def __init__(
        self,
        course: Course,
        settings: Settings,
        options: Options,
        students: Sequence[str],
        strange: Sequence[Unreadable],
        progress: Callable[[Progress], None],
        *,
        everyone: tuple[str, ...],
    ) -> None:
        self.everyone = everyone
        self.course, self.settings, self.options = course, settings, options
        self.students, self.strange, self.progress = students, strange, progress
        self.total = len(students) + len(strange)
        self.results, self.seen = Tally(), Seen()
        self.filed: InGradebook | None = None
        self.sentences: tuple[str, ...] = ()
        self._walls: tuple[Wall, ...] | None = None

    @property
    def walls(self) -> tuple[Wall, ...]:
        """What keeps student code locked in; where nothing was marked, what would have on this machine."""
        return walls(self.settings.sandbox) if self._walls is None else self._walls

    def start(self) -> None:
        """Mark what needs it, file it, and leave the gradebook in line with what lies there."""
        jobs = self._jobs()
        done = not self.options.force and all(read_saved(self.course, each) for each in self.students)
        with contextlib.ExitStack() as stack:
            marks: Marks | Iterable[tuple[Job, Marked]] = ()
            if not done:
                marks = stack.enter_context(contextlib.closing(self._marks(jobs)))
            # nbgrader takes a second or two to import, in which the workers start.
            from grader.classroom.reconcile import finish, prepare, told_of
            from grader.gradebook.writer import GradebookWriter

            gc.freeze()  # nbgrader is large and stays: no need to look through it for garbage again and again
            writer = stack.enter_context(GradebookWriter(self.course))
            with filing_alone(self.course):
                self.filed, put_back = prepare(self.course, writer, self.settings.release)
            before = self.filed
            if done and (first := next(jobs, None)) is not None:
                marks = stack.enter_context(contextlib.closing(self._marks(itertools.chain([first], jobs))))
            for job, marked in marks:
                self._told(file_marks(self.course, job, marked, writer), skipped=False)
            with filing_alone(self.course):
                self.filed, self.sentences = finish(self.course, writer, self.seen, before, put_back)
            self.sentences += told_of(self.course, self.options.students or self.everyone, self.everyone)

    def _marks(self, jobs: Iterator[Job]) -> Marks:
        remember_context(self.course, self.settings)
        marks = _marks(jobs, self.course, self.settings, self.options, self.total)
        self._walls = marks.walls
        return marks

    def _jobs(self) -> Iterator[Job]:
        """What is to be marked; of the others the result is told. To be asked once the gradebook was looked at."""
        waiting = pending(
            self.course, self.students, self.settings, self.options.force, self._looked_at(), self.seen
        )
        for each in itertools.chain(self.strange, waiting):
            if isinstance(each, Job):
                yield each
            else:
                self._told(each.result, skipped=isinstance(each, Saved))

    def _looked_at(self) -> InGradebook:
        if self.filed is None:
            raise RuntimeError("submissions are asked for before the gradebook was looked at")
        return self.filed

    def _told(self, result: SubmissionObject, skipped: bool) -> None:
        self.results.add(result)
        self.progress(Progress(result, len(self.results), skipped))


def _marks(jobs: Iterator[Job], course: Course, settings: Settings, options: Options, count: int) -> Marks:
    """The marks of all jobs as they come, from the workers here or from a cluster's."""
    if options.scheduler is None:
        workers = max(1, min(options.jobs, count))
        return mark_all(jobs, settings.preparing(course, workers), workers)
    from grader.marking.cluster import mark_on_cluster  # an optional extra, and slow to import
    from grader.marking.preparing import on_other_machines

    return mark_on_cluster(jobs, on_other_machines(settings, course), options.scheduler)


def _students(course: Course, found: Submitters, wanted: Sequence[str]) -> tuple[str, ...]:
    present = found.students
    for student in wanted:
        if student not in present:
            raise UsageError(f"{course.not_submitted(student)}.")
    if not present and not found.unnameable:
        raise UsageError(f"{course.nothing_submitted}.")
    return tuple(dict.fromkeys(wanted)) or present
