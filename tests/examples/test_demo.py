"""`make demo` is the first thing that a newcomer sees: it succeeds on machines that lack what the lock needs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from examples.demo_class import CLASS, hand_in
from grader.running.outside.sandbox import probe

found = probe()
POORER = Path(__file__).parents[1] / "standins" / "poorer.py"
STUDENTS = ("s01-right-cholesky", "s11-loops-for-ever")
GRADE = """
import sys
from pathlib import Path
from examples.demo_class import grade
from grader.course import open_course
grade(open_course(Path(sys.argv[1])), "--jobs", "1")
"""
LACKS = """
from grader.running.outside.sandbox import probe
found = probe()
print(found.landlock_abi > 0, not found.no_bubblewrap, found.seccomp, found.busy_time)
"""
MACHINES = ("no-seccomp", "old-kernel", "mac")
"""An old kernel has no Landlock either, and nothing that bubblewrap needs."""


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's course with two of its students, and the one who handed in no notebook."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    return hand_in(folder, {student: CLASS[student] for student in STUDENTS}).root


def on(machine: str, tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python as on that machine."""
    done = subprocess.run(
        [sys.executable, str(POORER), machine, sys.executable, *command],
        cwd=POORER.parents[2],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "poorer: " in done.stderr:
        pytest.skip(done.stderr.strip())
    return done


@pytest.mark.parametrize("machine", MACHINES)
def test_the_demo_is_graded_without_the_lock_in_one_yellow_line(
    machine: str, handed_in: Path, tmp_path: Path
) -> None:
    course = shutil.copytree(handed_in, tmp_path / "demo")
    done = on(machine, tmp_path, "-c", GRADE, str(course))
    assert done.returncode == 0, done.stdout + done.stderr
    said = [line for line in done.stderr.splitlines() if line and not line.startswith("grading")]
    assert [line.startswith("warning: student code is not locked in, for ") for line in said] == [True]
    assert "see gaussfit doctor" in said[0]
    marks = json.loads((course / "marks.json").read_text(encoding="utf-8"))
    scores = {result["student"]: (result["status"], result["score"]) for result in marks["submissions"]}
    assert scores == {
        "s01-right-cholesky": ("graded", 30.0),
        "s11-loops-for-ever": ("graded", 20.0),
        "s13-no-notebook": ("rejected", 0.0),
    }


@pytest.mark.needs_lock
@pytest.mark.parametrize(
    ("machine", "walls"),
    [("no-landlock", ["bubblewrap", "seccomp"]), ("no-namespaces", ["landlock", "seccomp"])],
)
def test_one_wall_around_files_is_enough_to_lock_student_code_in(
    machine: str, walls: list[str], handed_in: Path, tmp_path: Path
) -> None:
    if not set(walls) <= set(found.walls):
        pytest.skip("this machine has not got both walls around files")
    course = shutil.copytree(handed_in, tmp_path / "demo")
    done = on(
        machine, tmp_path, "-m", "gaussfit", "grade", "--course", str(course), "--json", "-", "--jobs", "1"
    )
    assert "warning" not in done.stderr, done.stderr
    told = json.loads(done.stdout)
    assert told["walls"] == walls
    assert [result["score"] for result in told["submissions"]] == [30.0, 20.0, 0.0]


@pytest.mark.parametrize(
    ("machine", "seen"),
    [
        ("no-landlock", "False True True True"),
        ("no-namespaces", "True False True True"),
        ("no-file-wall", "False False True True"),
        ("no-seccomp", "True True False True"),
        ("old-kernel", "False False True False"),
        ("mac", "False False False False"),
    ],
)
def test_the_simulated_machines_lack_what_they_should(machine: str, seen: str, tmp_path: Path) -> None:
    """The control: else the test above shows nothing. On a machine that lacks Landlock anyway, it is no more there."""
    told = on(machine, tmp_path, "-c", LACKS)
    assert told.returncode == 0, told.stderr
    here = subprocess.run([sys.executable, "-c", LACKS], capture_output=True, text=True, check=True).stdout
    expected = [a == b == "True" for a, b in zip(seen.split(), here.split(), strict=True)]
    assert told.stdout.split() == [str(each) for each in expected]


def test_the_mac_has_no_names_that_linux_alone_has(tmp_path: Path) -> None:
    asked = "import os, socket; print(hasattr(os, 'pidfd_open'), hasattr(socket, 'MSG_CMSG_CLOEXEC'))"
    assert on("mac", tmp_path, "-c", asked).stdout.split() == ["False", "False"]
    assert "ENOSYS" in on("mac", tmp_path, "-c", PRCTL).stdout


PRCTL = """
import ctypes, errno
ctypes.CDLL(None, use_errno=True).prctl(3, 0, 0, 0, 0)
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(3, 0, 0, 0, 0)
print(errno.errorcode[ctypes.get_errno()])
"""


def test_tests_that_need_the_lock_are_skipped_with_the_reason_and_counted(tmp_path: Path) -> None:
    """Two tests, one that grades as for real students and one that doesn't, as `make test` runs them."""
    tests = ["tests/grader/running/outside/test_budget.py", "tests/grader/test_results.py"]
    done = on("no-file-wall", tmp_path, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *tests)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tests were skipped, each because it needs the lock: the kernel" in done.stdout
    assert " passed, " in done.stdout
    assert "SKIPPED" in done.stdout
