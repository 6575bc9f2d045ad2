"""nbgrader's exchange: its own `release_feedback`, student by student.

It names a page by the secret that `nbgrader submit` put beside the notebook, and looks for that beside the page.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory

from grader.collecting.filing import SECRET
from grader.course import Course
from grader.errors import CourseError, RejectedSubmission, UnreadableSubmission
from grader.gradebook.config import load_config
from grader.gradebook.store import write_atomically
from grader.reading.folder import folder, read_plain
from grader.reading.timestamp import TIMESTAMP
from grader.returning.report import Known, Ready, Report

MOST_SECRET = 4096
_SILENT = logging.Logger("nbgrader", logging.CRITICAL + 1)
"""nbgrader would tell of each page, and of a failure twice."""


def return_to_exchange(known: Known, ready: Sequence[Ready], report: Report) -> None:
    """Release the pages of all who handed in by the exchange.

    Raises:
        CourseError: there is no exchange, or it cannot be written.
    """
    course = known.course
    secrets = {each.student: secret_of(course, each.student) for each in ready}
    others = course.students() if known.only else ()  # who gets none now: theirs must not become another's
    everybody = {*secrets, *others}
    times = Counter(secret_of(course, student) for student in everybody)
    config = load_config(course)
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = course.assignment
    exchange = ExchangeFactory(config=config)
    for each in ready:
        secret = secrets[each.student]
        if reason := _lack(each, secret, times):
            report.leave(each.student, reason)
            continue
        write_atomically(each.page.parent / SECRET, secret)
        coursedir.student_id = each.student
        app = exchange.ReleaseFeedback(
            coursedir=coursedir, authenticator=Authenticator(config=config), config=config, log=_SILENT
        )
        try:
            app.start()
        except (ExchangeError, OSError) as error:
            raise CourseError(
                f"The exchange takes no feedback ({error or 'see Exchange.root'}): set `c.Exchange.root` and "
                "`c.CourseDirectory.course_id` in nbgrader_config.py, and give access to the folder."
            ) from error
        report.returned.append(each.student)


def _lack(ready: Ready, secret: str, times: Mapping[str, int]) -> str:
    """Why a student's page cannot go by the exchange; empty when it can."""
    student = ready.student
    if not secret:
        return (
            f"{student}'s notebook did not come by the exchange (it has no {SECRET}): return it another way."
        )
    if times[secret] > 1:
        return f"{student} has the {SECRET} of another, so both would get the same page: ask them to submit again."
    if not (ready.page.parent / TIMESTAMP).is_file():
        return f"{student}'s notebook has no {TIMESTAMP}: collect it from the exchange again, and grade."
    return ""


def secret_of(course: Course, student: str) -> str:
    """What `nbgrader submit` left beside the notebook, "" where there is none; links are not followed."""
    try:
        with (
            folder(course.submitted, follow=True) as everybody,
            folder(student, everybody) as own,
            folder(course.assignment, own) as within,
        ):
            return read_plain(SECRET, within, MOST_SECRET).content.decode("utf-8")
    except (FileNotFoundError, RejectedSubmission, UnreadableSubmission, UnicodeDecodeError):
        return ""
