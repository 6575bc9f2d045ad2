"""How a course stands: who has submitted, who is graded, who was rejected, and what changed since."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Literal

from grader.classroom.contexts import Contexts
from grader.classroom.pending import Current, current
from grader.classroom.releases import known_releases
from grader.course import Course
from grader.gradebook.config import load_config
from grader.gradebook.entries import InGradebook, lacking
from grader.gradebook.filed import in_gradebook
from grader.gradebook.known_as import known_as
from grader.gradebook.late import overruled
from grader.gradebook.ledger import Ledger, read_ledger
from grader.gradebook.moments import iso
from grader.gradebook.penalties import LatePolicy, outdated
from grader.gradebook.restoring import due_date_then, promised
from grader.gradebook.store import of_file, read_error, read_saved
from grader.marking.jobs import Settings
from grader.provenance import written
from grader.reading import course_release
from grader.seed import course_seed

State = Literal["missing", "submitted", "graded", "rejected", "error"]
Changed = Literal["", "submission", "checks", "gradebook", "terms"]


@dataclass(frozen=True)
class Standing:
    """One student: what there is of them, and whether `gaussfit grade` would change anything."""

    student: str
    state: State
    changed: Changed = ""
    """What changed since the marks were made: the submission, or else the checks or how they are run; or the
    gradebook lost what was filed; or a date, the late policy or an extension, which move the penalty alone."""
    score: float | None = None
    """The points that count in the gradebook, late penalty taken off; None without marks."""
    submitted_at: str | None = None
    """When it was handed in, in UTC."""
    late: bool = False
    reason: str | None = None
    """Why the file was rejected, why it could not be graded, or what else staff should know."""
    name: str = ""
    """First and last name, where they are known."""
    extended_until: str | None = None
    """Their own due date, in UTC, where they have one."""
    why: str = ""
    """Why they have it."""
    because: str = ""
    """What other than the submission makes the marks stale: the release, the seed, the grader's code, limits."""
    release: str = ""
    """On which release they worked: `this`, since when there was an older one (ISO 8601, UTC), or `unknown`."""
    same_cells: bool = False
    """Whether an older release differs from this one in its text alone, so that nothing of theirs is affected."""
    waiting: tuple[str, ...] = ()
    """The cells of theirs that a person is still to mark."""


@dataclass(frozen=True)
class Status:
    """The course as a whole; dates in UTC, ISO 8601."""

    assignment: str
    release_date: str | None
    due_date: str | None
    max_score: float
    students: tuple[Standing, ...]
    releases: int = 1
    """How many there have been."""
    told: tuple[str, ...] = ()
    """What there is to say of the class as a whole, sentences without a full stop."""

    def count(self, state: State) -> int:
        """How many students are in that state."""
        return sum(standing.state == state for standing in self.students)

    @property
    def changed(self) -> int:
        """How many would be graded again, or have another penalty."""
        return sum(bool(standing.changed) for standing in self.students)


@dataclass(frozen=True)
class _Class:
    """What the standing of each student follows from."""

    course: Course
    filed: InGradebook
    ledger: Ledger
    policy: LatePolicy
    contexts: Contexts
    by_hand: frozenset[str]
    """The cells that a person marks."""


def course_status(course: Course) -> Status:
    """The status of a course, read from its folder and its gradebook; nothing is changed.

    Raises:
        CourseError: the release, the configuration or the gradebook cannot be used.
    """
    config = load_config(course)
    settings = Settings(
        course_release(course), course_seed(course), limits=course.limits, known_as=known_as(course)
    )
    ledger = read_ledger(course)
    filed, told = _as_of_the_settings(course, ledger, in_gradebook(course))
    policies = overruled(config, course.dates)
    found = _Class(
        course,
        filed,
        ledger,
        LatePolicy(config),
        Contexts.of(course, settings),
        frozenset(cell.grade_id for cell in settings.release.own if cell.is_by_hand),
    )
    now = current(course, settings)
    gone = found.ledger.removed - found.filed.names.keys()
    students = sorted({*found.filed.names, *found.ledger.enrolled, *now} - gone)
    due, released = found.filed.due, course.dates.released
    nobody = not now and not course.submitters().unnameable
    return Status(
        assignment=course.assignment,
        release_date=config.Gaussfit.get("release_date")
        if released is None
        else released.isoformat(timespec="minutes"),
        due_date=None if due is None else due.isoformat(timespec="minutes"),
        max_score=found.filed.max_score if found.filed.known else course.exercise.max_score,
        students=tuple(_standing(found, student, now.get(student)) for student in students),
        releases=max(1, len(known_releases(course))),
        told=(*told, *([policies] if policies else []), *([course.nothing_submitted] if nobody else [])),
    )


def _as_of_the_settings(
    course: Course, ledger: Ledger, filed: InGradebook
) -> tuple[InGradebook, tuple[str, ...]]:
    """The class with the due dates that the next `gaussfit grade` writes, and what there is to say of them."""
    due, told = due_date_then(course, ledger, filed.due) if filed.known else (filed.due, ())
    if due == filed.due:
        return filed, told
    entries = dict(filed.entries)
    for student in ledger.extensions.keys() & entries.keys():
        more = None if due is None else promised(ledger.extensions[student], due, course.dates.zone)
        entries[student] = replace(entries[student], extension=more)
    return replace(filed, due=due, entries=entries), told


def status_to_json(status: Status) -> dict[str, object]:
    """The object of `gaussfit status --json`."""
    return {
        "schema": 1,
        **written(),
        **asdict(status),
        "told": list(status.told),
        "students": [{**asdict(each), "waiting": list(each.waiting)} for each in status.students],
    }


def _standing(found: _Class, student: str, now: Current | None) -> Standing:
    state, changed, reasons = _state(found, student, now)
    entry, due = found.filed.entries.get(student), found.filed.due_of(student)
    when = None if now is None else now.when
    notes = [*reasons, *_membership(found.ledger, student)]
    if now is not None and now.untimed is not None:
        notes.append(f"{now.untimed} does not hold a time that can be read")
    return Standing(
        student,
        state,
        changed,
        score=entry.final if entry is not None and entry.marked else None,
        submitted_at=iso(when) or None,
        late=due is not None and when is not None and when > due,
        reason="; ".join(notes) or None,
        name=found.filed.names.get(student) or found.ledger.name(student),
        extended_until=iso(found.filed.extended_until(student)) or None,
        why=found.ledger.why(student),
        because=_because(found, student, now) if changed == "checks" and now is not None else "",
        release="" if now is None else now.release.made,
        same_cells=now is not None and now.release.same_cells,
        waiting=tuple(sorted(entry.unmarked & found.by_hand))
        if entry is not None and now is not None
        else (),
    )


def _state(found: _Class, student: str, now: Current | None) -> tuple[State, Changed, list[str]]:
    """The state, what changed since, and what there is to say of both."""
    entry = found.filed.entries.get(student)
    marked = entry is not None and entry.marked
    if now is None:
        return "missing", "", ["has marks, but nothing of theirs lies in submitted/"] if marked else []
    if now.problem is not None:
        return "error", "", [now.problem]
    saved = read_saved(found.course, student)
    stands = saved is not None and saved["fingerprint"] == now.digest
    failed = None if stands else read_error(found.course, student, now.digest)
    if failed is not None:
        return "error", "", [failed]
    if (
        saved is None
    ):  # if it has marks, nbgrader's own command graded it, which leaves no trace of what it saw
        return ("graded" if marked else "submitted"), "", []
    result = saved["result"]
    state: State = "rejected" if result["status"] == "rejected" else "graded"
    reasons = [result["reason"]] if result["reason"] else []
    if not stands:
        again = of_file(saved["fingerprint"]) != of_file(now.digest) or (entry and entry.when != now.when)
        return (state if marked else "submitted"), ("submission" if again else "checks"), reasons
    if lost := lacking(result, found.filed, found.course.exercise.ids):
        return (state if marked else "submitted"), "gradebook", [*reasons, lost]
    if state == "graded" and outdated(found.policy, found.filed, student, now.when) is not None:
        return state, "terms", reasons
    return state, "", reasons


def _because(found: _Class, student: str, now: Current) -> str:
    """Which of the things that all marks of the class follow from has changed since these were made."""
    saved = read_saved(found.course, student)
    return (
        ""
        if saved is None
        else " and ".join(found.contexts.changed(student, now.digest, now.when, saved["fingerprint"]))
    )


def _membership(ledger: Ledger, student: str) -> list[str]:
    """What the roster, if there ever was one, says of a student who is not in it."""
    member = ledger.students.get(student)
    if member is None:
        return ["not in the roster"] if ledger.students else []
    return [f"left the roster on {member.left}"] if member.left is not None else []
