"""Makes a submission out of answers: for demonstrations, tests and benchmarks."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping

from grader.reading.notebook import Notebook
from grader.reading.release import Release


def compose(release: Release, answers: Mapping[str, str]) -> Notebook:
    """The released notebook with the source of each answer cell in `answers` replaced, as a student would.

    Raises:
        KeyError: the release has no cell of that `grade_id`.
    """
    unknown = sorted(set(answers) - set(release.by_grade_id))
    if unknown:
        raise KeyError(f"the release has no cell {unknown[0]!r}")
    notebook = copy.deepcopy(release.notebook)
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id is not None and grade_id in answers:
            cell["source"] = answers[grade_id]
    return notebook


def composed_bytes(release: Release, answers: Mapping[str, str]) -> bytes:
    """The same as the bytes of an `.ipynb` file."""
    return json.dumps(compose(release, answers), ensure_ascii=False, indent=1).encode() + b"\n"
