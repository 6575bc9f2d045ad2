"""Submitted files: from hostile bytes to a notebook that has the release's locked cells and nothing active."""

from grader.reading.handed_in import HandedIn, handed_in
from grader.reading.read import MAX_BYTES, read_file, read_notebook
from grader.reading.release import (
    Release,
    ReleaseCell,
    course_release,
    load_release,
    packaged_release,
    packaged_text,
)
from grader.reading.repair import (
    Submission,
    rejected_submission,
    repaired,
    submission_from_notebook,
    submission_in,
    submitted,
)

__all__ = [
    "MAX_BYTES",
    "HandedIn",
    "Release",
    "ReleaseCell",
    "Submission",
    "course_release",
    "handed_in",
    "load_release",
    "packaged_release",
    "packaged_text",
    "read_file",
    "read_notebook",
    "rejected_submission",
    "repaired",
    "submission_from_notebook",
    "submission_in",
    "submitted",
]
