"""The contract's submission object."""

from __future__ import annotations

import json

from grader.results import SubmissionResult, submission_to_json


def render_json(result: SubmissionResult) -> str:
    """`result` as JSON text."""
    return json.dumps(submission_to_json(result), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
