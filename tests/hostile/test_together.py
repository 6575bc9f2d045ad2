"""Two submissions that are graded at the same time have nothing over which one could tell the other an answer.

What both can see are the files of the libraries; what the kernel keeps by file is one thing for both.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from grader.answers import Limits
from grader.results import Sandbox
from grader.running.outside import Runner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these are Linux's system calls")

LONG = Limits(cell_seconds=20, submission_seconds=40, memory_bytes=400 * 1024**2)
MEET = """
import ctypes, fcntl, os, threading, time
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
file = os.open(os.__file__, os.O_RDONLY)
here = libc.mmap(None, ctypes.c_size_t(4096), 1, 1, file, ctypes.c_long(0))
class Time(ctypes.Structure):
    _fields_ = [("s", ctypes.c_long), ("ns", ctypes.c_long)]
def futex(op, value, *more):
    return libc.syscall(ctypes.c_long(202), ctypes.c_void_p(here), op, value, *more)
def wait(seconds=0.1, op=0):
    value, own = ctypes.c_int.from_address(here).value, ctypes.c_int(0)
    limit = Time(0, int(seconds * 1e9))
    return futex(op, value, ctypes.byref(limit), ctypes.byref(own), -1)
def on_and_on(action):
    start = time.monotonic()
    while time.monotonic() < start + 2:
        action()
        time.sleep(0.002)
def heard(found):
    if found:
        print("CANARY")
"""
HOW = {
    "a lock of a file": (
        "fcntl.flock(file, fcntl.LOCK_EX); time.sleep(2)",
        """
def look():
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(file, fcntl.LOCK_UN)
    except BlockingIOError:
        heard(True)
time.sleep(0.2)
on_and_on(look)
""",
    ),
    "a futex": ("on_and_on(lambda: futex(1, 1))", "on_and_on(lambda: heard(wait() == 0))"),
    "the machine's number of threads": (
        """
end = threading.Event()
for _ in range(30):
    threading.Thread(target=end.wait, args=(2,)).start()
time.sleep(2)
""",
        """
told = ctypes.create_string_buffer(128)
seen = []
def look():
    libc.sysinfo(told)
    seen.append(int.from_bytes(told[80:82], "little"))
on_and_on(look)
heard(max(seen) - min(seen) > 20)
""",
    ),
    "the end of a thread": (
        """
def end():
    libc.syscall(ctypes.c_long(218), ctypes.c_void_p(here))  # what the kernel wakes when the thread is gone
on_and_on(lambda: threading.Thread(target=end).start())
""",
        "on_and_on(lambda: heard(wait() == 0))",
    ),
    "a futex of another kind": (
        "on_and_on(lambda: wait(op=11))",
        "on_and_on(lambda: heard(futex(1, 1) < 0 and ctypes.get_errno() == 22))",
    ),
}


@pytest.fixture(scope="module", params=("locked", "process"))
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[Runner, Runner]]:
    sandbox: Sandbox = request.param
    with Runner(LONG, sandbox=sandbox) as one, Runner(LONG, sandbox=sandbox) as other:
        yield one, other


@pytest.mark.parametrize("how", HOW)
def test_submissions_cannot_talk_to_each_other(pair: tuple[Runner, Runner], how: str) -> None:
    locked = pair[0].sandbox == "locked"
    # Without the lock they can: a test that cannot fail proves nothing. They have to meet, so that takes a try or two.
    heard = any(_is_heard(pair, how) for _ in range(1 if locked else 8))
    assert heard == (not locked)


def _is_heard(pair: tuple[Runner, Runner], how: str) -> bool:
    said: list[str] = []

    def run(runner: Runner, source: str) -> None:
        with runner.open([MEET + source]) as session:
            (cell,) = session.run()
            said.extend(output.text for output in cell.outputs)

    talks = [threading.Thread(target=run, args=each) for each in zip(pair, HOW[how], strict=True)]
    for talk in talks:
        talk.start()
    for talk in talks:
        talk.join()
    return "CANARY" in "".join(said)


def test_threads_are_waited_for_all_the_same() -> None:
    """Through the C library too, which waits for the end of a thread by a futex that is not private."""
    source = """
import ctypes, threading, time
from concurrent.futures import ThreadPoolExecutor
libc = ctypes.CDLL(None)
done = []
work = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(lambda _: time.sleep(0.2) or done.append(1))
thread = ctypes.c_ulong()
assert libc.pthread_create(ctypes.byref(thread), None, work, None) == 0
assert libc.pthread_join(thread, None) == 0 and done
with ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(lambda each: time.sleep(0.05) or each, range(10))))
"""
    with Runner(LONG) as runner, runner.open([source]) as session:
        (cell,) = session.run()
        assert [output.text for output in cell.outputs] == ["45\n"]
