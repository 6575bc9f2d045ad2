from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.checking.declaring import MARK
from grader.running.outside import Runner


def pytest_configure(config: pytest.Config) -> None:
    """The hidden checks are imported here as plain functions; their mark is known to the grader's own pytest."""
    config.addinivalue_line("markers", f"{MARK}(declaration): a hidden check")


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as runner:
        yield runner
