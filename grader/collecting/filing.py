"""Puts a notebook where nbgrader looks for it: whole or not at all, the old one kept, nothing twice.

The order of the steps is what lets a run be cut off anywhere and begun again: the old file is kept, then all that is
told of the new one is written, and the notebook last.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from grader.collecting import Form
from grader.collecting.placing import free_names, is_kept_as, keep_file, write_within, writing
from grader.collecting.records import Recorded, read_record, write_record
from grader.course import Course
from grader.errors import RejectedSubmission, UnreadableSubmission
from grader.reading import MAX_BYTES
from grader.reading.folder import folder, read_plain
from grader.reading.timestamp import MOST_BYTES, TIMESTAMP, parse_timestamp, timestamp_text

Action = Literal["new", "newer", "unchanged", "older"]
SECRET = "submission_secret.txt"
"""What nbgrader's exchange finds a student's feedback by."""
COLLECTED = "collected"
KEPT = "replaced"
UNMATCHED = "unmatched"


@dataclass(frozen=True)
class Arrived:
    """A notebook to file."""

    student: str
    raw: bytes
    when: datetime | None
    form: Form
    order: int = 0
    secret: bytes | None = None
    place: tuple[str, ...] = ()
    """Where the source had it, by the platform's own names: what goes back is named by them."""

    @property
    def digest(self) -> str:
        """Tells the notebook from any other."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True)
class _There:
    """What a student's folder has now."""

    digest: str
    when: datetime | None


class Filing:
    """The folders of a course that files go to."""

    def __init__(self, course: Course, dry: bool) -> None:
        """With `dry` nothing is written."""
        self._course, self._dry = course, dry
        self.collected = course.root / COLLECTED

    def file(self, arrived: Arrived) -> Action:
        """File a notebook, unless the same or a newer one is there.

        Raises:
            RejectedSubmission: the student's folder has a link or a folder in the notebook's place.
            CourseError: the course's folder cannot be written.
        """
        path = self._course.submission_path(arrived.student)
        try:
            there = self._there(arrived.student)
        except (RejectedSubmission, UnreadableSubmission) as reason:
            raise RejectedSubmission(
                f"{path} cannot be replaced: remove it and collect again. {reason}"
            ) from reason
        action = self._action(arrived, there)
        if not self._dry and action in ("new", "newer"):
            with writing(path):
                self._write(arrived, there)
        elif not self._dry and action == "unchanged":
            with writing(path):
                self._remember_later(arrived)
        return action

    def _remember_later(self, arrived: Arrived) -> None:
        """The same file handed in again has another number, and a platform takes feedback for its latest alone."""
        kept = read_record(self._course, arrived.student)
        if kept is None or not kept.place or (kept.form == arrived.form and kept.order < arrived.order):
            self._remember(arrived)

    def _remember(self, arrived: Arrived) -> None:
        record = Recorded(arrived.digest, arrived.form, arrived.order, arrived.place)
        write_record(self._course, arrived.student, record)

    def keep_unmatched(self, name: str, content: bytes) -> None:
        """Keep a file that is nobody's, under a name like its own; the same file is kept once."""
        if self._dry:
            return
        digest = hashlib.sha256(content).hexdigest()[:8]
        unmatched = kept_unmatched(self._course)
        with writing(unmatched):
            unmatched.mkdir(parents=True, exist_ok=True)
            with folder(unmatched, follow=True) as within:
                for each in free_names(name, digest):
                    if is_kept_as(each, content, within):
                        return

    def _action(self, arrived: Arrived, there: _There | None) -> Action:
        if there is None:
            return "new"
        known = arrived.when is not None and there.when is not None
        if there.digest == arrived.digest:
            later = arrived.when is not None and (there.when is None or arrived.when > there.when)
            return "newer" if later else "unchanged"
        if known and arrived.when != there.when:
            return "newer" if arrived.when > there.when else "older"  # type: ignore[operator]
        if not known and self._order_before(arrived, there) > arrived.order:
            return "older"
        return "newer"

    def _order_before(self, arrived: Arrived, there: _There) -> int:
        """The platform's number of the file that is there, if it is known to have come from the same platform."""
        saved = read_record(self._course, arrived.student)
        fits = saved is not None and saved.digest == there.digest and saved.form == arrived.form
        return saved.order if saved is not None and fits else 0

    def _there(self, student: str) -> _There | None:
        assignment = self._course.assignment
        try:
            with (
                folder(self._course.submitted, follow=True) as all_students,
                folder(student, all_students) as own,
                folder(assignment, own) as within,
            ):
                content = read_plain(self._course.notebook_name, within, MAX_BYTES).content
                return _There(hashlib.sha256(content).hexdigest(), _time_in(within))
        except FileNotFoundError:
            return None

    def _write(self, arrived: Arrived, there: _There | None) -> None:
        path = self._course.submission_path(arrived.student)
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            folder(self._course.submitted, follow=True) as all_students,
            folder(arrived.student, all_students) as own,
            folder(self._course.assignment, own) as within,
        ):
            if there is not None and there.digest != arrived.digest:
                self._keep(arrived.student, there, within)
            if arrived.when is not None:
                write_within(TIMESTAMP, timestamp_text(arrived.when).encode(), within)
            else:
                with suppress(FileNotFoundError):
                    os.unlink(TIMESTAMP, dir_fd=within)
            if arrived.secret is not None:
                write_within(SECRET, arrived.secret, within)
            self._remember(arrived)
            write_within(path.name, arrived.raw, within)

    def _keep(self, student: str, there: _There, within: int) -> None:
        """Keep what is about to be replaced. The same file is kept once, with the time that it first had."""
        kept = self.collected / KEPT / student / self._course.assignment / there.digest[:12]
        kept.mkdir(parents=True, exist_ok=True)
        with folder(kept) as into:
            if self._course.notebook_name in os.listdir(into):
                return
            for name in (TIMESTAMP, SECRET, self._course.notebook_name):
                with suppress(FileNotFoundError):
                    keep_file(name, within, into)


def kept_unmatched(course: Course) -> Path:
    """Where files that are nobody's are kept; it is made for the first of them."""
    return course.root / COLLECTED / UNMATCHED


def _time_in(within: int) -> datetime | None:
    try:
        return parse_timestamp(read_plain(TIMESTAMP, within, MOST_BYTES).content)
    except (FileNotFoundError, RejectedSubmission):
        return None
