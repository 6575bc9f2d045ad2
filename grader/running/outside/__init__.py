"""The trusted side's way to a student's code: a warm process, and one locked-in child per submission.

with Runner() as runner, runner.open(cells, keep) as session:
    runs = session.run()
    answer = session.call("f", [x, y])
"""

from __future__ import annotations

from grader.running.outside.errors import RunnerError
from grader.running.outside.runner import Runner
from grader.running.outside.session import Session

__all__ = ["Runner", "RunnerError", "Session"]
