"""On a machine where student code cannot be locked in, the tests that need the lock are skipped, and counted.

What needs it is found as it happens: a test that fails there, and says that it was refused, is skipped with the
reason. On a machine that has the lock nothing of this is in force.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.running.outside.sandbox import probe

REFUSED = "Student code cannot be locked in here"
MISSING = probe().missing
REASON = f"it needs the lock: {'; '.join(MISSING)}"


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
    return any(REFUSED in " ".join(text.split()) for text in seen)
