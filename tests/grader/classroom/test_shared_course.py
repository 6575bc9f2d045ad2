"""A course that several instructors share, as nbgrader's `groupshared` has it: two users of the system, in turn."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.running.outside.sandbox import probe

SANDBOX = "locked" if probe().locked else "process"
FIRST, SECOND, GROUP = 12345, 12346, 12400
TURN = """
import os, shlex, sys
if __name__ == "__main__":
    from grader.cli import main
    os.umask(0o077)
    for line in sys.argv[1:]:
        sys.argv = ["gaussfit", *shlex.split(line)]
        try:
            main()
        except SystemExit as end:
            if end.code:
                sys.exit(f"{line}: {end.code}")
"""
"""One turn of an instructor: commands, one after the other."""


def others_may_read(path: Path) -> bool:
    return all(above.stat().st_mode & 0o001 for above in path.resolve().parents)


@pytest.fixture
def folder() -> Iterator[Path]:
    """In a folder of its own: pytest's are closed to other users."""
    if os.geteuid() or shutil.which("setpriv") is None:
        pytest.skip("only root, with setpriv, can be two other users in turn")
    if not all(map(others_may_read, (Path(sys.executable), Path(__file__)))):
        pytest.skip("Python, or this checkout, lies where other users may not look")
    with tempfile.TemporaryDirectory() as above:
        Path(above).chmod(0o755)
        root = Path(above, "course")
        root.mkdir()
        os.chown(root, 0, GROUP)
        root.chmod(0o2770)
        yield root


def turn(folder: Path, user: int, *lines: str) -> None:
    home = folder.parent / f"home-{user}"
    home.mkdir(exist_ok=True)
    os.chown(home, user, user)
    script = folder.parent / "turn.py"
    script.write_text(TURN)
    users = ["setpriv", f"--reuid={user}", f"--regid={user}", f"--groups={GROUP}"]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.defpath))
    done = subprocess.run(
        [*users, sys.executable, "-P", str(script), *lines],
        cwd=folder,
        env={"HOME": str(home), "TMPDIR": str(home), "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def hand_in(folder: Path, student: str, notebook: str) -> None:
    own = folder / "submitted" / student / "gaussian-density"
    own.mkdir(parents=True)
    (own / "timestamp.txt").write_text("2026-10-01 12:00:00 UTC\n")
    shutil.copy(folder / notebook / "gaussian-density" / "gaussian-density.ipynb", own)


def scores(folder: Path) -> dict[str, float]:
    report = json.loads((folder / "marks.json").read_text())
    return {each["student"]: each["score"] for each in report["submissions"]}


def closed(folder: Path) -> list[str]:
    """What the other instructor could not go on with, or others could look into."""
    found = []
    for path in folder.rglob("*"):
        mode = stat.S_IMODE(path.lstat().st_mode)
        wanted = 0o2070 if path.is_dir() else 0o060
        ours = "submitted" not in path.parts and path.name != "nbgrader_config.py"
        if ours and (mode & wanted != wanted or mode & 0o007 or path.lstat().st_gid != GROUP):
            found.append(f"{mode:o} {path}")
    return found


def test_each_goes_on_where_the_other_was(folder: Path) -> None:
    grade = f"grade -q --sandbox {SANDBOX} --json marks.json"
    back = "return --to folder"
    turn(folder, FIRST, "init .")
    config = folder / "nbgrader_config.py"
    config.write_text(
        config.read_text() + "c.CourseDirectory.groupshared = True\nc.Application.log_level = 'ERROR'\n"
    )
    hand_in(folder, "s1", "assignments")
    turn(folder, FIRST, grade, back, "report", "explain s1 --html why.html")
    assert scores(folder) == {"s1": 0.0}
    assert closed(folder) == []
    hand_in(folder, "s2", "solutions")
    turn(folder, SECOND, "build", grade, back, "report", "status", "explain s2 --html why.html")
    assert scores(folder) == {"s1": 0.0, "s2": 30.0}
    assert closed(folder) == []
    hand_in(folder, "s3", "solutions")
    turn(folder, FIRST, f"{grade} --force", back)
    assert scores(folder) == {"s1": 0.0, "s2": 30.0, "s3": 30.0}
    assert closed(folder) == []
