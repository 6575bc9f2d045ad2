"""Keeps nbgrader from losing the release: `generate_assignment --force` deletes the old one before it makes the new.

Its configuration has no switch for that, so the method that starts it is replaced for as long as the process lives.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment

_start = GenerateAssignment.start


def keep_the_release() -> None:
    """Replace the method; doing so again changes nothing."""
    GenerateAssignment.start = _start_with_a_copy


def _start_with_a_copy(self: Any) -> None:
    """In the place of GenerateAssignment.start: what was released is put back when no new release came about."""
    release = Path(self.coursedir.root) / self.coursedir.release_directory / self.coursedir.assignment_id
    if not release.is_dir():
        _start(self)
        return
    with tempfile.TemporaryDirectory(prefix="gaussfit-release-") as kept:
        copy = Path(kept) / "release"
        shutil.copytree(release, copy)
        try:
            _start(self)
        finally:
            if not release.exists():
                shutil.copytree(copy, release)
                self.log.warning("%s was put back as it was.", release)
