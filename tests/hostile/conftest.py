"""Hostile submissions: where they come from, what they are let loose on, and what is looked at afterwards."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from benchmarks.exercise import EXERCISE
from grader.answers import CellRun, Limits
from grader.checking import mark_questions
from grader.results import QuestionResult
from grader.running.outside import Runner
from tests.standins.density import RIGHT

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
LIMITS = Limits(
    cell_seconds=1.0,
    call_seconds=0.5,
    submission_seconds=6.0,
    memory_bytes=400 * 1024**2,
    output_bytes=100_000,
    scratch_bytes=8 * 1024**2,
)

SETUP = """
import math
import numpy
import numpy as np
import torch
import matplotlib.pyplot as plt
data = torch.tensor([[-0.2997, 0.7500, 2.4024, -3.3377, -1.3939, 1.2348],
                     [0.2965, 0.1307, -1.5569, 1.3849, 1.0405, 1.1438]])
"""
TOOLS = """
import ctypes as _ctypes
_libc = _ctypes.CDLL(None, use_errno=True)

def attempt(what, action):
    try:
        result = action()
    except BaseException as error:
        print("refused", what, type(error).__name__)
    else:
        print("CANARY", what, repr(result)[:200])

def syscall(number, *arguments):
    padded = [_ctypes.c_char_p(a) if isinstance(a, bytes) else _ctypes.c_long(a) for a in arguments]
    result = _libc.syscall(_ctypes.c_long(number), *padded)
    if result < 0:
        raise OSError(_ctypes.get_errno(), "refused")
    return result
"""
PARAMETERS = ("A", "B", "C", "X", "Y")


@dataclass(frozen=True)
class Attack:
    """One row of `attacks/*.toml`."""

    area: str
    title: str
    before: str = ""
    after: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    deserves: dict[str, tuple[float, float]] = field(default_factory=dict)
    proof: str = ""
    """A pattern that the outputs show when the attack was carried out to its end."""
    unlocked: bool = False
    """Whether the canary is heard when the same attack runs without the lock-in."""

    def deserved(self, question: str) -> tuple[float, float]:
        """The least and the most that the question may get."""
        return self.deserves.get(question, (10.0, 10.0))


@dataclass(frozen=True)
class Aftermath:
    """What an attack came to."""

    runs: tuple[CellRun, ...]
    questions: tuple[QuestionResult, ...]

    @property
    def outputs(self) -> str:
        """All that the cells printed, displayed and raised."""
        return "\n".join(output.text for run in self.runs for output in run.outputs)

    @property
    def seen_by_the_student(self) -> str:
        """All the text that a student may come to read."""
        told = [self.outputs, *(output.png.decode("latin-1") for run in self.runs for output in run.outputs)]
        for question in self.questions:
            told += [check.title + check.message for check in question.checks]
            told += [diagnosis.message for diagnosis in question.diagnoses]
            told.append(repr(question.facts))
        return "\n".join(told)


def read_attacks() -> list[Attack]:
    """Every attack, by area."""
    return [
        _attack(path.stem, row)
        for path in sorted((HERE / "attacks").glob("*.toml"))
        for row in tomllib.loads(path.read_text())["attack"]
    ]


def _attack(area: str, row: dict[str, Any]) -> Attack:
    answers = {question: row.pop(question) for question in RIGHT if question in row}
    deserves = {
        question: (float(points[0]), float(points[1])) if isinstance(points, list) else (float(points),) * 2
        for question, points in row.pop("deserves", {}).items()
    }
    return Attack(area=area, answers=answers, deserves=deserves, **row)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`attack`: every one; `unlocked_attack`: those whose canary is heard without the lock-in."""
    for name, chosen in (("attack", lambda _: True), ("unlocked_attack", lambda a: a.unlocked)):
        if name in metafunc.fixturenames:
            rows = [attack for attack in read_attacks() if chosen(attack)]
            metafunc.parametrize(name, rows, ids=[f"{row.area}: {row.title}" for row in rows])


@dataclass(frozen=True)
class Outside:
    """What is there to be stolen, written, called and ended."""

    folder: Path
    victim: subprocess.Popen[bytes]
    tcp: socket.socket
    unix: socket.socket
    abstract: socket.socket
    seed: str

    def filled_in(self, source: str, right: str = "") -> str:
        """An attack's source with what it needs to know of the machine."""
        known = {
            "RIGHT": right,
            "OUTSIDE": str(self.folder),
            "REPO": str(REPOSITORY),
            "SITE": sysconfig.get_path("purelib"),
            "PID": str(os.getpid()),
            "VICTIM": str(self.victim.pid),
            "PORT": str(self.tcp.getsockname()[1]),
            "ABSTRACT": self.abstract.getsockname()[1:].decode(),
            "SEED": self.seed,
        }
        return re.sub("@([A-Z]+)@", lambda match: known.get(match[1], match[0]), source)

    def state(self) -> dict[str, Any]:
        """Everything that an attack could have changed."""
        files = {
            str(path): (
                path.lstat().st_mode,
                path.lstat().st_mtime_ns,
                path.read_bytes() if path.is_file() else b"",
            )
            for path in [self.folder, *self.folder.rglob("*")]
        }
        others = [
            Path(parent, name)
            for parent in ("/tmp", "/var/tmp", "/dev/shm", REPOSITORY)
            for name in ("canary-made",)
        ]
        return {
            "files": files,
            "made elsewhere": [str(path) for path in others if path.exists()],
            "victim": self.victim.poll(),
            "calls": [self._called(line) for line in (self.tcp, self.unix, self.abstract)],
        }

    @staticmethod
    def _called(line: socket.socket) -> bool:
        try:
            line.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    """A fresh world to attack."""
    folder = tmp_path / "outside"
    (folder / "empty").mkdir(parents=True)
    (folder / "secret.txt").write_text("CANARY: the other students' marks")
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_UNIX) as unix,
        socket.socket(socket.AF_UNIX) as abstract,
        subprocess.Popen(
            [sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True
        ) as victim,
    ):
        os.chdir(folder)  # a UNIX socket's path must be short
        unix.bind("socket")
        abstract.bind(f"\0canary-{secrets.token_hex(8)}")
        for line in (tcp, unix, abstract):
            line.listen()
            line.setblocking(False)
        os.chdir(REPOSITORY)
        yield Outside(folder, victim, tcp, unix, abstract, f"course-seed-{secrets.token_hex(8)}")
        victim.kill()


def let_loose(attack: Attack, outside: Outside, runner: Runner) -> Aftermath:
    """Grade the attack as any submission is graded."""
    answers = [
        outside.filled_in(attack.answers.get(question, RIGHT[question]), RIGHT[question])
        for question in RIGHT
    ]
    cells = [SETUP, TOOLS, outside.filled_in(attack.before), *answers, outside.filled_in(attack.after)]
    keep = {"gaussian_nll": 3, "draw_density": 4, **dict.fromkeys(PARAMETERS, 5)}
    with runner.open(cells, keep) as session:
        return Aftermath(session.run(), mark_questions(session, outside.seed, EXERCISE))


@pytest.fixture(name="let_loose")
def _let_loose() -> Any:
    return let_loose


@pytest.fixture(name="read_attacks")
def _read_attacks() -> Any:
    return read_attacks


@pytest.fixture(scope="module")
def locked() -> Iterator[Runner]:
    """One warm process for all attacks, so that each one is the next one's neighbour."""
    with Runner(LIMITS) as runner:
        yield runner


@pytest.fixture(scope="module")
def unlocked() -> Iterator[Runner]:
    """The same without the lock-in."""
    with Runner(LIMITS, sandbox="process") as runner:
        yield runner
