"""Every named fault costs its own submission, in time, and the class goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.answers import Limits
from grader.running.outside import Runner
from tests.standins.walls import children

LATE_SECONDS = 2.0
FAULTS = {
    "killed": "import os\nos._exit(9)",
    "out of memory": "import os\nhoard = []\nwhile True: hoard.append(os.urandom(1 << 24))",
    "the lock held in C": "import itertools\nsum(itertools.repeat(0))",
    "the lock held in C, the interrupt ignored": "import signal, itertools\n"
    "signal.signal(signal.SIGINT, signal.SIG_IGN)\nsum(itertools.repeat(0))",
    "a flood": "while True: print('x' * 1000)",
    "a flood past Python": "import os\nwhile True: os.write(1, bytes(100_000))",
    "forks": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "a full scratch folder": "n = 0\nwhile True:\n    n += 1\n    open(f'f{n}', 'wb').write(bytes(1 << 20))",
    "the process ended late, cell after cell": "import os, time\ntime.sleep(0.4)\nos._exit(9)",
    "the interrupt drawn out": "import time\nwhile True:\n    try:\n        while True: pass\n"
    "    except KeyboardInterrupt:\n        end = time.time() + 0.4\n"
    "        while time.time() < end: pass\n        break",
}
LIMITS = Limits(
    cell_seconds=0.5,
    call_seconds=0.3,
    submission_seconds=2.0,
    memory_bytes=400 * 1024**2,
    output_bytes=100_000,
    scratch_bytes=8 * 1024**2,
)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner(LIMITS) as started:
        yield started


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_every_cell_and_call_ends_at_the_limit_and_the_next_submission_runs(
    fault: str, runner: Runner
) -> None:
    indented = "\n".join("    " + line for line in fault.splitlines())
    with runner.open([*[fault] * 20, f"def f():\n{indented}"]) as session:
        session.run()
        outcomes = {session.call("f", []).outcome for _ in range(10)}
        assert session.seconds <= runner.limits.submission_seconds + LATE_SECONDS
    assert children(runner.warm()) == []
    assert "ok" not in outcomes
    with runner.open(["import os; print(os.listdir())"]) as session:
        assert session.run()[0].outputs[0].text == "[]\n"


def test_what_an_ended_process_took_counts_towards_the_submissions_limit(runner: Runner) -> None:
    late = "import os, time\ntime.sleep(0.4)\nos._exit(9)"
    with runner.open([late] * 30) as session:
        outcomes = [run.outcome for run in session.run()]
    assert outcomes[0] == "died"
    assert outcomes[-1] == "timeout"


def test_the_outputs_of_all_cells_together_are_bounded(runner: Runner) -> None:
    with runner.open(["print('x' * 90_000)"] * 30 + ["1 / 0"]) as session:
        runs = session.run()
    told = [run.outputs[0].text for run in runs]
    assert told[0].startswith("xxx")
    assert told[29].startswith("[What this cell printed or showed was left out")
    assert sum(map(len, told)) < 10 * runner.limits.output_bytes
    assert runs[-1].error is not None
    assert runs[-1].error.type_name == "ZeroDivisionError"


def test_an_honest_file_that_is_written_and_removed_costs_nothing(runner: Runner) -> None:
    source = (
        "import tempfile\nfor _ in range(5):\n    with tempfile.TemporaryFile() as f: f.write(bytes(3 << 20))"
    )
    with runner.open([source]) as session:
        assert [run.outcome for run in session.run()] == ["ok"]
