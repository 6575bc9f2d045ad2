"""The contract's submission object."""

from __future__ import annotations

import json

from grader.render.context import Context
from grader.results import SCHEMA, SubmissionResult, submission_to_json


def render_json(result: SubmissionResult, context: Context) -> str:
    """`result` as JSON text, with what made it."""
    told = {"schema": SCHEMA, **(context.provenance or {}), **submission_to_json(result)}
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
