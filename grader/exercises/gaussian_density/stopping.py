"""Where a student's function stopped with an error for a public example, for the student to read.

Only of a public example: what code raises once it knows a hidden input could carry that input out.
"""

from __future__ import annotations

from markupsafe import Markup

from grader.answers import Answer
from grader.exercise import Facts, Picture

STOPPED = "stopped"
"""Name of the fact."""
LONGEST = 200
"""Characters of a line or a message that are told."""


def stopped(answer: Answer) -> Facts:
    """The error as plain text, under `STOPPED`; nothing where there is none, or the function is not written yet."""
    error = answer.error
    if answer.outcome != "raised" or error is None or error.type_name == "NotImplementedError":
        return {}
    found = {"type": error.type_name, "line": error.line, "message": error.message}
    return {STOPPED: {name: text[:LONGEST] for name, text in found.items()}}


def stop_told(facts: Facts, example: str) -> tuple[Picture, ...]:
    """The sentence about it, in the place of the picture that could not be drawn; `example` says what was tried."""
    found = facts.get(STOPPED)
    if not isinstance(found, dict):
        return ()
    where = f" at the line “{found['line']}”" if found["line"] else ""
    why = f": {found['message']}" if found["message"] else ""
    told = f"For {example} your function stops with {found['type']}{where}{why}"
    return (Picture(Markup(), (told if told.endswith((".", "!", "?")) else f"{told}.",)),)
