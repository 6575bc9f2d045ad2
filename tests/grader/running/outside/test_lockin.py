"""The lock seen from outside, and in other circumstances: as an ordinary user, from a wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from landlock.plumbing import FSAccess

from grader.running.inside.filesystem import _handled
from grader.running.inside.readable import package_folders, readable
from grader.running.inside.syscalls import ALLOWED, REFUSED
from grader.running.outside import Runner
from tests.standins.walls import HERE, child_pid, each_set

REPOSITORY = Path(__file__).parents[4]
DECOY = "assert open(OURS + '/grader/__init__.py').read().startswith('raise PermissionError')"
TRY_THE_DOORS = """
from pathlib import Path
from grader.running.outside import Runner
cells = [
    "import os, socket, importlib",
    "import torch; print(torch.ones(2).sum().item())",
    "open('mine.txt', 'w').write('x'); print(open('mine.txt').read())",
    "import grader",
    "import gaussfit",
    "open(OURS + '/grader/__init__.py').read()",
    "os.listdir(OURS + '/grader')",
    "os.fork()",
    "socket.socket()",
    "open('/etc/passwd')",
    "os.kill(os.getppid(), 9)",
]
cells[0] += f"; OURS = {str(Path(__import__('grader').__file__).parents[1])!r}"
with Runner() as runner, runner.open(cells) as session:
    for run in session.run():
        print(run.error.type_name if run.error else run.outcome)
"""


def doors(walls: tuple[str, ...]) -> list[str]:
    """What comes of `TRY_THE_DOORS`."""
    elsewhere = "FileNotFoundError" if "bubblewrap" in walls else "PermissionError"
    refused = [elsewhere, elsewhere, "PermissionError", "PermissionError", elsewhere, "PermissionError"]
    return ["ok"] * 3 + ["ModuleNotFoundError"] * 2 + refused


def refusals(command: list[str], walls: tuple[str, ...] = ()) -> list[str]:
    """What each of the cells came to."""
    environment = {**os.environ, "GAUSSFIT_WALLS": ",".join(walls)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=environment)
    if done.returncode == 77:
        pytest.skip(f"This machine lets nobody make a user namespace: {done.stderr}")
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_kernel_says_that_the_child_is_locked_in(runner: Runner) -> None:
    with runner.open(["import os; print(os.getpid())"]) as session:
        own = session.run()[0].outputs[0].text.strip()
        pid = child_pid(session)
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        limits = Path(f"/proc/{pid}/limits").read_text()
    assert status["Seccomp"] == "2"
    assert status["NoNewPrivs"] == "1"
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16}
    assert status["NSsid"].split()[-1] == own
    assert _limit(limits, "Max core file size") == "0"
    assert _limit(limits, "Max open files") == "256"
    assert _limit(limits, "Max address space") != "unlimited"
    assert _limit(limits, "Max cpu time") != "unlimited"


def _limit(limits: str, name: str) -> str:
    (line,) = [line for line in limits.splitlines() if line.startswith(name)]
    return line.removeprefix(name).split()[1]


@each_set
def test_the_doors_are_shut_for_the_user_who_runs_the_tests(walls: tuple[str, ...]) -> None:
    assert refusals([sys.executable, "-c", TRY_THE_DOORS], walls) == doors(walls)


def test_the_doors_are_shut_for_an_ordinary_user_without_any_right() -> None:
    become = """
import ctypes, os, sys
uid, gid = os.getuid(), os.getgid()
if ctypes.CDLL(None, use_errno=True).unshare(0x10000000):  # CLONE_NEWUSER
    sys.stderr.write(os.strerror(ctypes.get_errno()))
    raise SystemExit(77)
open("/proc/self/setgroups", "w").write("deny")
open("/proc/self/uid_map", "w").write(f"1000 {uid} 1")
open("/proc/self/gid_map", "w").write(f"1000 {gid} 1")
body = "import os; print(os.getuid(), file=__import__('sys').stderr)\\n" + sys.argv[1]
os.execv(sys.executable, [sys.executable, "-c", body])
"""
    assert refusals([sys.executable, "-c", become, TRY_THE_DOORS]) == doors(HERE)


@each_set
def test_the_doors_are_shut_when_the_packages_are_installed_as_a_wheel_is(
    tmp_path: Path, walls: tuple[str, ...]
) -> None:
    site = tmp_path / "lib" / "site-packages"
    for package in ("grader", "gaussfit"):
        shutil.copytree(REPOSITORY / package, site / package, ignore=shutil.ignore_patterns("__pycache__"))
    (site / "harmless.py").write_text("value = 5\n")
    script = f"import sys; sys.path.insert(0, {str(site)!r})\n" + TRY_THE_DOORS
    script = script.replace("import torch; print(", "import torch, harmless; print(harmless.value,")
    expected = [
        *["ok"] * 3,
        *["PermissionError"] * 2,
        *doors(walls)[5:],
    ]  # the modules are seen, and cannot be read
    if "bubblewrap" in walls:  # something else is seen in their place
        expected[5:7] = ["PermissionError"] * 2 if "landlock" in walls else ["ok"] * 2
        script = script.replace("open(OURS + '/grader/__init__.py').read()", DECOY)
        script = script.replace(
            "os.listdir(OURS + '/grader')", "assert os.listdir(OURS + '/grader') == ['__init__.py']"
        )
    assert refusals([sys.executable, "-P", "-c", script], walls) == expected


@each_set
def test_an_exercise_that_is_installed_is_kept_from_student_code(
    tmp_path: Path, walls: tuple[str, ...]
) -> None:
    site = tmp_path / "lib" / "site-packages"
    for package in ("grader", "gaussfit"):
        shutil.copytree(REPOSITORY / package, site / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("taught", "taught_well", "taught-1.0.dist-info"):
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").write_text("answer = 5\n")
    (site / "line.py").write_text("answer = 6\n")
    script = f"""
import sys
sys.path.insert(0, {str(site)!r})
from grader.running.outside import Runner
cells = [
    "import taught_well; print(taught_well.answer)",
    "import taught; taught.answer",
    "import line; line.answer",
    "assert 'answer' not in open({str(site / "taught" / "__init__.py")!r}).read()",
    "assert 'answer' not in open({str(site / "taught-1.0.dist-info" / "__init__.py")!r}).read()",
    "assert 'answer' not in open({str(site / "line.py")!r}).read()",
]
with Runner(private=("taught", "line")) as runner, runner.open(cells) as session:
    for run in session.run():
        print(run.error.type_name if run.error else "".join(output.text for output in run.outputs) or "ok")
"""
    files = "PermissionError" if "landlock" in walls else "ok"
    assert refusals([sys.executable, "-P", "-c", script], walls) == [
        "5",
        *["PermissionError"] * 2,
        *[files] * 3,
    ]


def test_no_readable_path_leads_to_our_packages() -> None:
    ours = [REPOSITORY / "grader", REPOSITORY / "gaussfit", REPOSITORY / "tests", REPOSITORY / "solutions"]
    for path in readable():
        resolved = path.resolve()
        assert not any(secret.is_relative_to(resolved) for secret in ours), path
        assert not path.name.startswith(("gaussfit", "grader", "nbgrader")), path
        assert path.suffix != ".pth"


@pytest.mark.parametrize(("abi", "known"), [(1, 13), (2, 14), (3, 15), (4, 15), (5, 16), (7, 16)])
def test_an_older_landlock_is_asked_only_for_what_it_knows(abi: int, known: int) -> None:
    assert int(_handled(abi)).bit_count() == known
    assert FSAccess.WRITE_FILE in _handled(abi)


def test_no_system_call_is_both_allowed_and_refused() -> None:
    assert set(ALLOWED.split()) & set(REFUSED.split()) == set()


PIERCED = {
    "landlock": "from grader.running.inside import filesystem; filesystem.Filesystem.enter = lambda self: None",
    "bubblewrap": "from grader.running.inside import warm; warm.close_up = lambda home: None",
    "seccomp": "from grader.running.inside import syscalls; syscalls.Syscalls.enter = lambda self: None",
}


@pytest.mark.needs_lock
@pytest.mark.parametrize("wall", HERE)
def test_a_child_whose_lock_does_not_hold_runs_nothing(wall: str) -> None:
    """A wall that does not hold is put in the warm process: the child must notice, and end."""
    source = f"""
PIERCED, WALLED = {PIERCED[wall]!r}, {HERE!r}
from grader.answers import Limits
from grader.running.outside import warmth
pierced = PIERCED + "\\n"
warmth.START = warmth.START.replace("from grader.running.inside.warm", pierced + "from grader.running.inside.warm")
warm = warmth.Warm(WALLED, 1 << 20)
try:
    warm.fork(Limits())
finally:
    warm.close()
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False)
    assert "RunnerError: The child ended before it was locked in." in done.stderr


def test_a_package_installed_meanwhile_hides_no_other_from_the_child() -> None:
    """What changes is the folder's time stamp, at which Python lists it again: the lock refuses that."""
    if not all(os.access(folder, os.W_OK) for folder in package_folders()):
        pytest.skip("this user installs no packages here, and so cannot play that somebody does")
    with Runner() as runner:
        for folder in package_folders():
            os.utime(folder)
        with runner.open(["import sys; assert 'mpmath' not in sys.modules", "import mpmath"]) as session:
            assert [(run.outcome, run.error) for run in session.run()] == [("ok", None)] * 2
