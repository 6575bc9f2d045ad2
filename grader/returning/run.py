"""`gaussfit return`: makes the pages that changed, and packs them for the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.classroom.renaming import require_finished
from grader.collecting.known import known_of
from grader.collecting.people import people_of
from grader.course import Course
from grader.errors import UsageError
from grader.feedback.making import Page
from grader.feedback.pages import graded_students, make_pages
from grader.gradebook.page_marks import page_marks
from grader.returning import Way
from grader.returning.by_hand import return_by_mail, return_to_folder
from grader.returning.canvas import return_to_canvas
from grader.returning.exchange import return_to_exchange
from grader.returning.moodle import return_to_moodle
from grader.returning.packing import write_zip
from grader.returning.report import Known, Ready, Report

RETURNED = "returned"
"""The course's folder for what is handed back."""


@dataclass(frozen=True)
class Options:
    """How to return."""

    to: Way | None = None
    output: Path | None = None
    students: tuple[str, ...] = ()
    roster: Path | None = None
    id_column: str | None = None
    column: str | None = None
    jobs: int | None = None


def return_feedback(
    course: Course, options: Options, told: Callable[[Page], None] = lambda _: None
) -> Report:
    """Make the feedback pages and pack them; who gets none is told with the reason.

    Raises:
        UsageError: a student, or everybody, has no graded notebook, or the roster cannot be used.
        CourseError: the gradebook or the configuration cannot be used, or the output not written.
    """
    require_finished(course)
    if options.to in (None, "exchange") and options.output is not None:
        raise UsageError(f"--output says where to pack pages, and --to {options.to or '(none)'} packs none.")
    students = _students(course, options.students)
    known = _known(course, options)
    report = Report()
    ready = _ready(course, students, options, report, told)
    here = [each for each in ready if not known.is_left_out(each.student)]
    for each in ready:
        if known.is_left_out(each.student):
            report.leave(
                each.student,
                f"{each.student} is not in {options.roster}: if they have left, all is well; else export it again.",
            )
    _pack(known, here, options, report)
    return report


def output_of(course: Course, options: Options) -> Path:
    """Where the pages are packed."""
    if options.output is not None:
        return options.output
    name = f"{options.to}.zip" if options.to in ("canvas", "moodle") else str(options.to)
    return course.root / RETURNED / name


def _pack(known: Known, ready: Sequence[Ready], options: Options, report: Report) -> None:
    output = output_of(known.course, options)
    if options.to == "canvas" or options.to == "moodle":
        pack = return_to_canvas if options.to == "canvas" else return_to_moodle
        entries = pack(known, ready, output, report)
        write_zip(output, entries)
        report.written.insert(0, output)
    elif options.to == "exchange":
        return_to_exchange(known, ready, report)
    elif options.to == "folder":
        return_to_folder(known, ready, output, report)
    elif options.to == "mail":
        return_by_mail(known, ready, output, report)
    else:
        report.returned += [each.student for each in ready]
        report.written.append(known.course.root / "feedback")


def _students(course: Course, wanted: Sequence[str]) -> list[str]:
    graded = graded_students(course)
    for student in wanted:
        if student not in graded and not course.hands_in(student):
            raise UsageError(f"{course.not_submitted(student)}.")
        if student not in graded:
            raise UsageError(f"{student} has no graded notebook: run `gaussfit grade --student {student}`.")
    if not graded:
        why = "Nobody has a graded notebook yet, so there is no page: run `gaussfit grade` first"
        raise UsageError(f"{why if course.students() else course.nothing_submitted}.")
    return sorted(set(wanted)) if wanted else graded


def _known(course: Course, options: Options) -> Known:
    people = people_of(known_of(course), options.roster, options.id_column)
    return Known(course, people.rows, options.roster, options.id_column, options.column, options.students)


def _ready(
    course: Course, students: Sequence[str], options: Options, report: Report, told: Callable[[Page], None]
) -> list[Ready]:
    marks = page_marks(course, students)
    ready = []
    for page in make_pages(course, students, options.jobs, marks):
        told(page)
        if not page.is_there:
            report.leave(page.student, page.reason)
            continue
        report.made += page.action == "made"
        report.unchanged += page.action == "unchanged"
        ready.append(Ready(page.student, page.path, marks[page.student]))
    return sorted(ready, key=lambda each: each.student)
