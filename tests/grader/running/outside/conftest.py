from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.answers import Limits
from grader.running.outside import Runner


@pytest.fixture(scope="module")
def limits() -> Limits:
    """Short ones: no test waits long for what never ends."""
    return Limits(cell_seconds=1.0, call_seconds=0.5, submission_seconds=5.0, scratch_bytes=4 * 1024**2)


@pytest.fixture(scope="module")
def runner(limits: Limits) -> Iterator[Runner]:
    with Runner(limits) as started:
        yield started
