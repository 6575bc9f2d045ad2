from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import numpy as np
import pytest

from grader.answers import Limits
from grader.running.outside import Runner
from tests.standins.walls import child_pid

X = np.array([[0.0, 1.0, 2.0], [0.0, 0.0, 1.0]], dtype=np.float32)
SIGMA = np.eye(2, dtype=np.float32)
MEAN = np.zeros(2, dtype=np.float32)


def test_every_cell_gets_a_run_and_an_error_stops_no_other(runner: Runner) -> None:
    with runner.open(["print('one')", "1/0", "x = (", "", "print('two')"]) as session:
        runs = session.run()
    assert [run.outcome for run in runs] == ["ok", "raised", "raised", "ok", "ok"]
    assert runs[0].outputs[0].text == "one\n"
    assert runs[1].error is not None
    assert (runs[1].error.type_name, runs[1].error.line) == ("ZeroDivisionError", "1/0")
    assert runs[2].error is not None
    assert runs[2].error.type_name == "SyntaxError"
    assert runs[4].outputs[0].text == "two\n"


def test_a_value_is_kept_as_it_was_right_after_its_cell_or_else_at_the_end(runner: Runner) -> None:
    cells = ["A = [1.0]; B = 2", "A.append('later'); B = 'text'", "C = 3"]
    with runner.open(cells, {"A": 0, "B": 0, "C": 1, "D": 2}) as session:
        kept = {name: session.kept(name) for name in "ABCD"}
        with pytest.raises(KeyError, match="'E' was not asked to be kept; kept are A, B, C, D"):
            session.kept("E")
    assert kept["A"] is not None
    assert kept["A"].array is not None
    assert kept["A"].array.tolist() == [1.0]
    assert kept["B"] is not None
    assert kept["B"].array == 2
    assert kept["C"] is not None
    assert kept["C"].array == 3
    assert kept["D"] is None


def test_a_call_gets_float32_tensors_without_grad_and_returns_a_described_value(runner: Runner) -> None:
    source = """
def f(x, scale, shift):
    import torch
    assert [type(a) for a in (x, scale, shift)] == [torch.Tensor] * 3
    assert {a.dtype for a in (x, scale, shift)} == {torch.float32}
    assert not any(a.requires_grad for a in (x, scale, shift))
    return x.sum(0)
"""
    with runner.open([source]) as session:
        answer = session.call("f", [X, SIGMA, MEAN])
    assert answer.outcome == "ok", answer.error
    assert answer.value is not None
    assert (answer.value.kind, answer.value.dtype, answer.value.shape) == ("tensor", "float32", (3,))
    assert answer.value.array is not None
    assert answer.value.array.tolist() == [0.0, 1.0, 3.0]
    assert answer.changed == ()


def test_a_call_uses_the_last_binding_that_can_be_called(runner: Runner) -> None:
    first, second = "def f(): return 1", "def f(): return 2"
    for cells, outcome, number in (
        ([first, second], "ok", 2),
        ([first, "f = 'no function any more'"], "ok", 1),
        ([first, "del f"], "ok", 1),
        (["f = 3"], "missing", None),
        (["pass"], "missing", None),
    ):
        with runner.open(cells, {"f": 0}) as session:
            answer = session.call("f", [])
        assert answer.outcome == outcome
        if number is not None:
            assert answer.value is not None
            assert answer.value.array == number


@pytest.mark.parametrize(
    ("body", "changed"),
    [("x += 1", (0,)), ("shift.zero_(); scale.mul_(2)", (1,)), ("x.resize_(1)", (0,)), ("x = x + 1", ())],
)
def test_arguments_that_a_call_changed_are_named(runner: Runner, body: str, changed: tuple[int, ...]) -> None:
    with runner.open([f"def f(x, scale, shift):\n    {body}\n    return 0"]) as session:
        assert session.call("f", [X, SIGMA, MEAN]).changed == changed


def test_what_a_call_prints_and_shows_is_dropped_and_its_error_is_told(runner: Runner) -> None:
    source = "def f(x):\n    print('loud')\n    display('loud')\n    return 1 / 0"
    with runner.open([source, "print('quiet')"]) as session:
        session.run()
        answer = session.call("f", [X])
        assert "loud" not in repr(session.run())
    assert answer.outcome == "raised"
    assert answer.error is not None
    assert answer.error.line == "return 1 / 0"


def test_a_drawing_comes_back_as_curves(runner: Runner) -> None:
    source = """
import matplotlib.pyplot as plt
def draw(fig, scale, shift):
    assert fig is plt.gcf() and len(fig.axes) == 1
    fig.gca().plot([0, 1, 2], [0, 1, 0])
    plt.show()
"""
    with runner.open([source]) as session:
        for furnished in (False, True):
            answer = session.draw("draw", [SIGMA, MEAN], furnished=furnished)
            assert answer.outcome == "ok", answer.error
            assert answer.drawing is not None
            (curve,) = answer.drawing.curves
            assert np.allclose(curve.vertices, [[0, 0], [1, 1], [2, 0]])


def test_an_endless_cell_is_a_timeout_and_what_it_did_before_counts(runner: Runner) -> None:
    with runner.open(["def f(): return 7\nwhile True: pass", "print('after')"]) as session:
        runs = session.run()
        answer = session.call("f", [])
    assert [run.outcome for run in runs] == ["timeout", "ok"]
    assert answer.outcome == "ok"


def test_an_endless_call_costs_that_call_alone(runner: Runner) -> None:
    source = "def slow():\n    while True: pass\nstate = []\ndef quick():\n    state.append(1)\n    return len(state)"
    with runner.open([source]) as session:
        assert session.call("slow", []).outcome == "timeout"
        answer = session.call("quick", [])
    assert answer.value is not None
    assert answer.value.array == 1


def test_a_call_that_ends_the_process_is_replayed_for_the_next(runner: Runner) -> None:
    cells = ["import os\nn = 41", "n += 1", "def die(): os._exit(0)\ndef f(): return n"]
    with runner.open(cells) as session:
        assert session.call("die", []).outcome == "died"
        answer = session.call("f", [])
    assert answer.value is not None
    assert answer.value.array == 42


def test_a_cell_that_ended_the_process_is_left_out_of_the_replay(runner: Runner) -> None:
    with runner.open(["n = 1", "import os; os._exit(1)", "n += 1", "def f(): return n"]) as session:
        assert [run.outcome for run in session.run()] == ["ok", "died", "ok", "ok"]
        answer = session.call("f", [])
    assert answer.value is not None
    assert answer.value.array == 2


def test_a_cell_that_cannot_be_interrupted_is_left_out_of_the_replay(runner: Runner) -> None:
    with runner.open(["import itertools\nsum(itertools.repeat(0))", "def f(): return 1"]) as session:
        assert [run.outcome for run in session.run()] == ["timeout", "ok"]
        assert session.call("f", []).outcome == "ok"


def test_a_submission_ends_at_its_limit(runner: Runner, limits: Limits) -> None:
    started = time.monotonic()
    with runner.open(["import time\ntime.sleep(100)"] * 8 + ["def f(): return 1"]) as session:
        runs = session.run()
        answer = session.call("f", [])
        assert session.seconds >= limits.submission_seconds
    assert [run.outcome for run in runs] == ["timeout"] * 9
    assert answer.outcome == "timeout"
    assert time.monotonic() - started < limits.submission_seconds + 2


def test_the_child_is_gone_and_its_files_are_removed_when_the_session_closes(runner: Runner) -> None:
    cells = ["import threading, time\nopen('left', 'w').write('x')"]
    cells.append("threading.Thread(target=time.sleep, args=(1e9,)).start()")
    with runner.open(cells) as session:
        session.run()
        pid = child_pid(session)
        scratch = Path(f"/proc/{pid}/root", *runner.warm().scratch.parts[1:])
        assert list(scratch.iterdir()) == [scratch / "left"]
    assert not Path(f"/proc/{pid}").exists()
    with runner.open(["import os\nprint(os.listdir())"]) as session:
        assert session.run()[0].outputs[0].text == "[]\n"


def test_the_same_cells_draw_the_same_random_numbers_in_any_warm_process(
    runner: Runner, limits: Limits
) -> None:
    cells = [
        "import random, torch, numpy as np\nprint(random.random(), np.random.rand(), torch.rand(1), hash('a'))"
    ]

    def printed(source: Runner) -> str:
        with source.open(cells) as session:
            return session.run()[0].outputs[0].text

    with Runner(limits) as another:
        assert printed(runner) == printed(another) == printed(runner)


def test_keep_must_name_cells_that_are_there(runner: Runner) -> None:
    with pytest.raises(ValueError, match=r"keep must name cells from 0 to 0; it has \{'A': 1\}"):
        runner.open(["A = 1"], {"A": 1})


def _spin(core: int, until: float) -> None:
    os.sched_setaffinity(0, {core})
    while time.monotonic() < until:
        pass


def test_limits_do_not_count_waiting_for_a_busy_processor(limits: Limits) -> None:
    core = min(os.sched_getaffinity(0))
    allowed = os.sched_getaffinity(0)
    until = time.monotonic() + 60
    others = [multiprocessing.get_context("fork").Process(target=_spin, args=(core, until)) for _ in range(4)]
    os.sched_setaffinity(0, {core})  # the warm process, started now, stays on this core
    try:
        with Runner(limits) as crowded:
            os.sched_setaffinity(0, allowed)
            for other in others:
                other.start()
            source = "import time\nstart = time.thread_time()\nwhile time.thread_time() < start + 0.8: pass"
            started = time.monotonic()
            with crowded.open([source]) as session:
                (run,) = session.run()
            wall = time.monotonic() - started
    finally:
        os.sched_setaffinity(0, allowed)
        for other in others:
            other.kill()
            other.join()
    assert run.outcome == "ok"
    assert run.seconds < limits.cell_seconds < wall
