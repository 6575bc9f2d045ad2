"""Results kept beside the gradebook: one JSON file a submission, so that a run knows what is already graded.

When a student resubmits, the result of the file before is kept aside, for the report to show the change.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import TypedDict

from grader.course import STATE, Course
from grader.results import SubmissionObject


class Kept(TypedDict):
    """What is kept of a submission."""

    fingerprint: str
    result: SubmissionObject


def write_atomically(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`: the whole of it or nothing, whatever happens on the way.

    Who may read it is what the umask says.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    name = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}")
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        name.unlink(missing_ok=True)  # Ctrl-C may come when it has its name already
        raise


def fingerprint(raw: bytes, when: str, context: str) -> str:
    """A digest of all that the marks of a submission follow from: of the file, a dash, of the rest.

    Args:
        raw: the submitted file, and what was found beside it.
        when: the time of handing in, which penalties depend on.
        context: a digest of what is the same for the whole class (release, checks, seed).
    """
    return f"{hashlib.sha256(raw).hexdigest()}-{around(when, context)}"


def around(when: str, context: str) -> str:
    """The part of a fingerprint that tells how a file was graded."""
    return hashlib.sha256(context.encode() + hashlib.sha256(when.encode()).digest()).hexdigest()


def saved_result(course: Course, student: str, wanted: str) -> SubmissionObject | None:
    """The submission object of an earlier run, if it graded exactly this and nbgrader still has its notebook."""
    saved = read_saved(course, student)
    if saved is None or saved["fingerprint"] != wanted or not course.autograded_path(student).is_file():
        return None
    return saved["result"]


def read_saved(course: Course, student: str) -> Kept | None:
    """What is kept of a student, or None; a file that cannot be read counts as none, and is graded anew."""
    return _read(result_path(course, student))


def read_previous(course: Course, student: str) -> Kept | None:
    """What was kept of the student's submission before this one; None if there was none."""
    return _read(previous_path(course, student))


def result_path(course: Course, student: str) -> Path:
    """Where a student's result is kept."""
    return course.results / f"{student}.json"


def previous_path(course: Course, student: str) -> Path:
    """Where the result of a student's submission before this one is kept."""
    return course.root / STATE / "previous" / course.assignment / f"{student}.json"


def error_path(course: Course, student: str) -> Path:
    """Where it is kept that the grader itself failed on a student's submission."""
    return course.root / STATE / "errors" / course.assignment / f"{student}.json"


def save_error(course: Course, student: str, digest: str, reason: str | None) -> None:
    """Keep that the grader itself failed, and why; the next result of the student takes it away."""
    text = json.dumps({"fingerprint": digest, "result": {"reason": reason or ""}}, ensure_ascii=False)
    write_atomically(error_path(course, student), text + "\n")


def read_error(course: Course, student: str, digest: str) -> str | None:
    """Why the grader itself failed on just this file, if it did so last."""
    saved = _read(error_path(course, student))
    if saved is None or of_file(saved["fingerprint"]) != of_file(digest):
        return None
    return str(saved["result"]["reason"])


def _read(path: Path) -> Kept | None:
    try:
        saved: Kept = json.loads(path.read_text(encoding="utf-8"))
        return saved if {"fingerprint", "result"} <= saved.keys() else None
    except (FileNotFoundError, ValueError, AttributeError):
        return None


def save_result(course: Course, student: str, digest: str, result: SubmissionObject) -> None:
    """Keep a result; to be called after the gradebook has it."""
    text = json.dumps({"fingerprint": digest, "result": result}, ensure_ascii=False)
    write_atomically(result_path(course, student), text + "\n")
    error_path(course, student).unlink(missing_ok=True)


def forget_result(course: Course, student: str, digest: str = "") -> None:
    """Drop what is kept of a student; to be called before the gradebook changes.

    When `digest`, the fingerprint of what is graded now, is of another file, the result becomes the previous one.
    """
    path = result_path(course, student)
    saved = read_saved(course, student)
    if saved is None or not digest or of_file(saved["fingerprint"]) == of_file(digest):
        path.unlink(missing_ok=True)
        return
    previous = previous_path(course, student)
    previous.parent.mkdir(parents=True, exist_ok=True)
    os.replace(path, previous)


def of_file(digest: str) -> str:
    """The part of a fingerprint that tells the submitted file; the rest tells how it was graded."""
    return digest.partition("-")[0]
