"""On a machine where student code cannot be locked in, the tests that need the lock are skipped, and counted.

What needs it is found as it happens: a test that fails there, and was refused the lock or says so, is skipped with the
reason. A test about the lock itself, which nothing refuses, is marked `needs_lock`. On a machine that has the lock
nothing of this is in force.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.running.outside.errors import SandboxUnavailable
from grader.running.outside.sandbox import WAY_OUT, probe

REFUSED = ("Student code cannot be locked in here", WAY_OUT[-60:])
"""How a refusal begins and ends: what a test shows of it may be cut."""
MISSING = probe().missing
REASON = f"it needs the lock: {'; '.join(MISSING)}"


_refusals: list[str] = []


class _Noted(SandboxUnavailable):
    """A refusal that leaves a trace, though the command line prints it and ends."""

    def __init__(self, sentence: str) -> None:
        _refusals.append(sentence)
        super().__init__(sentence)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker; have refusals in this process leave their trace."""
    config.addinivalue_line("markers", "needs_lock: what it shows is the lock itself")
    if MISSING:
        pytest.MonkeyPatch().setattr("grader.running.outside.sandbox.SandboxUnavailable", _Noted)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is about the lock."""
    _refusals.clear()
    if MISSING and item.get_closest_marker("needs_lock"):
        pytest.skip(REASON)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Skip what was refused; `reruns` then has nothing to try again."""
    report: pytest.TestReport = yield  # type: ignore[assignment, misc]
    if MISSING and report.failed and _was_refused(report):
        line = item.location[1] or 0
        report.outcome = "skipped"
        report.longrepr = (str(item.path), line + 1, f"Skipped: {REASON}")
    return report  # type: ignore[return-value]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the count."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(REASON in str(report.longrepr) for report in skipped)
    if MISSING:
        terminalreporter.write_line(f"{count} tests were skipped, each because {REASON}.", yellow=True)


def _was_refused(report: pytest.TestReport) -> bool:
    seen = [report.longreprtext, *(text for _, text in report.sections)]
    return bool(_refusals) or any(words in " ".join(text.split()) for text in seen for words in REFUSED)
