"""Submitted files: from hostile bytes to a notebook that has the release's locked cells and nothing active."""

from grader.submission.read import MAX_BYTES, read_file, read_notebook
from grader.submission.release import ANSWERS, Release, ReleaseCell, load_release, packaged_release
from grader.submission.repair import (
    Submission,
    rejected_submission,
    submission_from_notebook,
    submission_in,
    submitted,
)

__all__ = [
    "ANSWERS",
    "MAX_BYTES",
    "Release",
    "ReleaseCell",
    "Submission",
    "load_release",
    "packaged_release",
    "read_file",
    "read_notebook",
    "rejected_submission",
    "submission_from_notebook",
    "submission_in",
    "submitted",
]
