"""What a format may say of a result besides: of its file, and of how it was made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.provenance import Provenance

LARGEST = 8 * 1024**2
"""Bytes of a notebook in which lines are looked for; marks don't depend on that."""


@dataclass(frozen=True)
class Context:
    """What is known beside the marks; each format takes what it has a place for."""

    file: str = ""
    """The notebook, as whoever asked named it."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of the file in which a question's answer begins."""
    provenance: Provenance | None = None


def lines_of(path: Path, questions: Iterable[str]) -> dict[str, int]:
    """The lines of the file on which the answers begin, as far as they are to be found. The file may be anything."""
    try:
        if path.stat().st_size > LARGEST:
            return {}
        text = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    found = {}
    for question in questions:
        name = re.compile(rf'"grade_id":\s*{re.escape(json.dumps(question))}')
        named = next((number for number, line in enumerate(text) if name.search(line)), None)
        if named is not None:
            source = (number for number in range(named, len(text)) if '"source":' in text[number])
            found[question] = min(next(source, named) + 2, len(text))  # counted from 1, and the line after it
    return found
