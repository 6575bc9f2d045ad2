"""Around the marking of a class: the gradebook brought in line before and after, and what staff should hear of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.classroom.pending import Seen
from grader.course import Course
from grader.gradebook.by_hand import keep_by_hand
from grader.gradebook.entries import InGradebook
from grader.gradebook.filed import in_gradebook
from grader.gradebook.late import overruled
from grader.gradebook.ledger import Ledger, read_ledger
from grader.gradebook.penalties import Changed, settle
from grader.gradebook.restoring import restore
from grader.gradebook.similar import nearest, some
from grader.gradebook.writer import GradebookWriter
from grader.reading import Release, load_release
from grader.reading.intact import told_by
from grader.words import counted

MOST_TOLD = 10
"""Sentences of one kind; of more, the rest is counted."""


def prepare(course: Course, writer: GradebookWriter, release: Release) -> tuple[InGradebook, tuple[str, ...]]:
    """Make the gradebook ready: the assignment and what it lost. Returns what it has then, and what was put back.

    Raises:
        CourseError: the gradebook, the configuration or the ledger cannot be used.
    """
    told = (*writer.register(release), *keep_by_hand(course))
    filed, put_back = restore(course)
    policies = overruled(writer.config, course.dates)
    return filed, (*_edited(course, release), *told, *put_back, *([policies] if policies else []))


def _edited(course: Course, release: Release) -> Iterator[str]:
    """What was done by hand to what students are marked by."""
    as_students_have_it = load_release(
        course.release_path, release.exercise
    )  # without the hidden tests of own cells
    for clause in told_by(as_students_have_it.notebook):
        yield f"{course.release_path.relative_to(course.root)}: {clause}; `gaussfit doctor` tells more"


def finish(
    course: Course, writer: GradebookWriter, seen: Seen, before: InGradebook, told: Sequence[str]
) -> tuple[InGradebook, tuple[str, ...]]:
    """Bring late penalties up to date; returns what the gradebook has then, and all that staff should hear.

    Raises:
        CourseError: the late policy, the gradebook or the ledger cannot be used.
    """
    told = (*told, *keep_by_hand(course))  # of whom was filed again just now
    filed = in_gradebook(course)
    changed = settle(course, writer, filed, seen.when)
    filed = in_gradebook(course) if changed else filed
    sentences = (
        *told,
        *_lost(seen),
        *told_of_penalties(changed, before),
        *_times(filed, seen),
    )
    return filed, sentences


def told_of(course: Course, students: Sequence[str], everyone: Sequence[str]) -> tuple[str, ...]:
    """Sentences on who of `students` has handed in and is in no roster, or has left; nothing where there never was a
    roster. `everyone` has handed in something.

    Raises:
        CourseError: the ledger cannot be read.
    """
    ledger = read_ledger(course)
    if not ledger.students:
        return ()
    absent = sorted(set(ledger.enrolled) - set(everyone))
    return tuple(_few([*_strangers(students, ledger, absent), *_left(students, ledger, absent)]))


def _strangers(students: Sequence[str], ledger: Ledger, absent: Sequence[str]) -> Iterator[str]:
    for student in students:
        if student not in ledger.students:
            yield (
                f"{student} is not in the roster{nearest(student, absent)}: correct the id with "
                f"`gaussfit rename {student} ID`, or add the student with `gaussfit roster FILE`"
            )


def _left(students: Sequence[str], ledger: Ledger, absent: Sequence[str]) -> Iterator[str]:
    for student in students:
        member = ledger.students.get(student)
        if member is not None and member.removed:
            yield f"{student} left the roster on {member.left} and was removed: nobody grades them unless named"
        elif member is not None and member.left is not None:
            guess = nearest(student, absent)
            yield f"{student} has handed in, and is not in the roster since {member.left}{guess}"


def _lost(seen: Seen) -> Iterator[str]:
    """By what the gradebook lacked, the students of whom it did."""
    kinds: dict[str, list[str]] = {}
    for student, what in seen.lost.items():
        kinds.setdefault(what, []).append(student)
    yield from _few([f"{what} of {some(students)}; filed again" for what, students in kinds.items()])


def told_of_penalties(changed: Sequence[Changed], before: InGradebook) -> Iterator[str]:
    """Penalties that are other ones now, of those who had marks before."""
    yield from _few(
        [
            f"{each.student} loses {counted(each.after, 'point')} for being late, not {each.before:g}: "
            "a date, the policy or a mark has changed"
            for each in changed
            if (entry := before.entries.get(each.student)) is not None and entry.marked
        ]
    )


def _times(filed: InGradebook, seen: Seen) -> Iterator[str]:
    yield from _few(
        [
            f"{file} does not hold a time that can be read, so {student} loses nothing for being late: correct it"
            for student, file in seen.untimed.items()
        ]
    )
    timeless = [
        student for student, when in seen.when.items() if when is None and student not in seen.untimed
    ]
    if filed.due is not None and timeless:
        yield (
            f"the assignment is due, but no timestamp.txt tells when {some(sorted(timeless))} handed in, so nothing "
            "is taken off for being late"
        )


def _few(sentences: Sequence[str]) -> Iterator[str]:
    yield from sentences[:MOST_TOLD]
    if len(sentences) > MOST_TOLD:
        yield f"… and {len(sentences) - MOST_TOLD} more of this kind"
