"""What a child sees and is behind bubblewrap alone, and what we see of it from here."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from grader.answers import Limits
from grader.running.outside import Runner, walling
from grader.running.outside.errors import RunnerError
from tests.standins.walls import HERE, child_pid, children

pytestmark = [
    pytest.mark.needs_lock,
    pytest.mark.skipif("bubblewrap" not in HERE, reason="this machine has no bubblewrap that works"),
]
REPOSITORY = Path(__file__).parents[4]
EMPTY = ("/proc", "/dev/pts", "/dev/shm", walling.CODE)
WRITE = """
import os
made = []
places = ["/", "/tmp", "/run", "/dev", "/dev/shm", "/etc", "/usr", os.environ["HOME"], os.__file__ + "/..", *@FOLDERS@]
for place in places:
    try:
        open(os.path.join(os.path.realpath(place), "made"), "w").close()
        made.append(place)
    except OSError:
        pass
print(made, open("mine", "w").write("x"))
"""


@pytest.fixture(scope="module")
def walled(limits: Limits) -> Iterator[Runner]:
    with Runner(limits, walls=("bubblewrap", "seccomp")) as runner:
        yield runner


def printed(runner: Runner, source: str) -> str:
    with runner.open([source]) as session:
        (run,) = session.run()
    assert run.error is None, run.error
    return "".join(output.text for output in run.outputs).strip()


def test_what_lies_elsewhere_does_not_even_exist(walled: Runner, tmp_path: Path) -> None:
    paths = [
        tmp_path,
        REPOSITORY / "grader",
        REPOSITORY / "tests",
        "/etc/passwd",
        "/home",
        "/var",
        "/usr/bin/env",
    ]
    assert all(Path(path).exists() for path in paths)
    source = f"import os; print([path for path in {list(map(str, paths))!r} if os.path.lexists(path)])"
    assert printed(walled, source) == "[]"


def test_what_the_warm_process_needed_is_gone(walled: Runner) -> None:
    assert (
        printed(walled, f"import os; print([os.listdir(path) for path in {EMPTY!r}])") == "[[], [], [], []]"
    )
    look = "import glob, sys; print([open(p).read() for d in sys.path for p in glob.glob(d + '/*.pth')].count(''))"
    assert int(printed(walled, look)) == int(printed(walled, look.replace("open(p).read()", "''")))


def test_nothing_can_be_written_but_the_scratch_folder(walled: Runner) -> None:
    folders = [str(folder) for folder in Path(os.__file__).parent.glob("*-packages")]
    assert printed(walled, WRITE.replace("@FOLDERS@", repr(folders))) == "[] 1"


def test_it_has_namespaces_of_its_own_and_a_number_that_means_nothing_there(walled: Runner) -> None:
    with walled.open(["import os; print(os.getpid())"]) as session:
        own = session.run()[0].outputs[0].text.strip()
        pid = child_pid(session)
        (numbers,) = [
            line.split()[1:]
            for line in Path(f"/proc/{pid}/status").read_text().splitlines()
            if line.startswith("NSpid")
        ]
        kinds = ("mnt", "pid", "net", "ipc", "user", "uts")
        shared = [
            kind
            for kind in kinds
            if os.readlink(f"/proc/{pid}/ns/{kind}") == os.readlink(f"/proc/self/ns/{kind}")
        ]
    assert (numbers[0], numbers[-1]) == (str(pid), own)
    assert pid != int(own)
    assert shared == []


def test_all_of_it_ends_with_bubblewrap(limits: Limits) -> None:
    with Runner(limits, walls=("bubblewrap", "seccomp")) as runner:
        with runner.open(["pass"]) as session:
            session.run()
            below = [psutil.Process(child_pid(session)), *children(runner.warm())]
            runner.warm()._process.kill()
            deadline = time.monotonic() + 20
            while any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in below):
                assert time.monotonic() < deadline, below
                time.sleep(0.02)
            with pytest.raises(RunnerError):
                session.close()
        assert printed(runner, "print('on')") == "on"


def test_a_bubblewrap_that_stops_working_is_our_own_error(
    limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walling, "FOLDER", Path("/dev/null/gaussfit"))
    with pytest.raises(RunnerError, match=r"The warm process .*Its last words: .*bwrap: "):
        Runner(limits, walls=("bubblewrap", "seccomp"))
