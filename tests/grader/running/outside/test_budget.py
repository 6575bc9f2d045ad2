"""What the trusted side spends on a submission is bounded, and on the submission's own account."""

from __future__ import annotations

import multiprocessing
import os
import time

import pytest

from grader.answers import Limits
from grader.running.outside import Runner
from grader.running.outside import line as lines

BUSY = "import time\nstart = time.thread_time()\nwhile time.thread_time() < start + 0.8: pass"


def work(seconds: float) -> None:
    start = time.thread_time()
    while time.thread_time() < start + seconds:
        pass


def test_what_is_judged_counts_once(runner: Runner) -> None:
    with runner.open(["def f(): return 1"]) as session:
        session.run()
        before = session.seconds
        with session.paid():
            work(0.2)
            assert session.seconds - before >= 0.2
            with session.paid():
                work(0.2)
            assert session.call("f", []).outcome == "ok"
        assert 0.4 <= session.seconds - before < 0.8


def test_judging_beyond_the_limit_ends_the_submission(runner: Runner, limits: Limits) -> None:
    with runner.open(["def f(): return 1"]) as session:
        session.run()
        with session.paid():
            work(limits.submission_seconds)
            assert session.call("f", []).outcome == "timeout"


def test_a_child_sends_no_more_than_is_read_of_one_submission() -> None:
    limits = Limits(cell_seconds=5, call_seconds=2, submission_seconds=60, message_bytes=1 << 17)
    source = "import numpy as np\ndef f(): return np.zeros(10_000)\ndef g(): return 1"
    with Runner(limits) as runner, runner.open([source]) as session:
        outcomes = [session.call("f", []).outcome for _ in range(40)]
        assert outcomes[:20] == ["ok"] * 20
        assert outcomes[-1] == session.call("g", []).outcome == "died"


def test_pictures_of_few_bytes_and_many_pixels_count_as_what_a_browser_makes_of_them() -> None:
    """Four thousand bytes are a picture of 144 MB, and a page had room for sixteen hundred."""
    source = """
import struct, zlib
from IPython.display import display
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
head = struct.pack(">II5B", 6000, 6000, 1, 0, 0, 0, 0)
png = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(751 * 6000)))
for _ in range(4):
    display({"image/png": png + chunk(b"IEND", b"")}, raw=True)
"""
    with Runner(Limits()) as runner, runner.open([source] * 4) as session:
        shown = [sum(output.kind == "png" for output in run.outputs) for run in session.run()]
    assert shown == [4, 0, 0, 0]


def spin(core: int) -> None:
    os.sched_setaffinity(0, {core})
    while True:
        pass


def test_a_limit_that_passes_while_others_run_is_told_apart(
    limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "WALL_FACTOR", 1.0)  # as if the machine were ten times as busy
    allowed = os.sched_getaffinity(0)
    core = min(allowed)
    others = [multiprocessing.get_context("fork").Process(target=spin, args=(core,)) for _ in range(4)]
    os.sched_setaffinity(0, {core})  # the warm process, started now, stays on this core
    try:
        with Runner(limits) as crowded:
            os.sched_setaffinity(0, allowed)
            for other in others:
                other.start()
            with crowded.open([BUSY]) as session:
                assert session.run()[0].outcome == "timeout"
                assert session.starved
    finally:
        os.sched_setaffinity(0, allowed)
        for other in others:
            if other.pid is not None:
                other.kill()
                other.join()


@pytest.mark.parametrize("source", ["import time\ntime.sleep(100)", "while True: pass"])
def test_a_limit_that_a_child_uses_up_is_its_own(runner: Runner, source: str) -> None:
    with runner.open([source]) as session:
        assert session.run()[0].outcome == "timeout"
        assert not session.starved
