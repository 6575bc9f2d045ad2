from __future__ import annotations

import pytest

from grader.checking.declaring import MARK


def pytest_configure(config: pytest.Config) -> None:
    """The hidden checks are imported here as plain functions; their mark is known to the grader's own pytest."""
    config.addinivalue_line("markers", f"{MARK}(declaration): a hidden check")
