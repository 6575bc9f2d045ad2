"""The results of a run, packed small, so that memory does not grow with the class."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

from grader.results import SubmissionObject


class Tally:
    """Submission objects by student. A result that takes 20 kB as Python objects takes less than 2 here."""

    def __init__(self) -> None:
        """Empty."""
        self._packed: dict[str, bytes] = {}

    def add(self, result: SubmissionObject) -> None:
        """Take in a submission object of `--json`; another one of the same student is replaced."""
        self._packed[str(result["student"])] = zlib.compress(json.dumps(result).encode(), 1)

    def __len__(self) -> int:
        """How many students there are."""
        return len(self._packed)

    def __iter__(self) -> Iterator[SubmissionObject]:
        """The submission objects in the order of the students' ids."""
        for student in sorted(self._packed):
            result: SubmissionObject = json.loads(zlib.decompress(self._packed[student]))
            yield result
