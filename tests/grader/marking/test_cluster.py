from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil
import pytest

import grader.marking.cluster

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

from benchmarks.cluster import cluster
from grader.cli import main
from grader.course import Course
from grader.errors import GraderError
from grader.gradebook.preparing import Preparer
from grader.marking.cluster import Fitness, _in_common, _refuse_unfit, fitness, mark_on_cluster
from grader.marking.digest import code_digest
from grader.marking.jobs import Job, Settings
from grader.marking.one import mark
from grader.marking.preparing import on_other_machines
from grader.marking.worker import start_runner
from grader.reading import Release, submitted
from grader.results import Wall
from grader.running.outside.errors import SandboxUnavailable
from grader.running.outside.sandbox import probe
from tests.standins.toy import EXCHANGED, EXERCISE

pytestmark = pytest.mark.skipif(not probe().locked, reason="this machine cannot lock student code in")


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with two workers, and the workers' processes."""
    with cluster(tmp_path_factory.mktemp("dask")) as running:
        yield running


@pytest.fixture
def settings(release: Release) -> Settings:
    return Settings(release, "a seed for tests")


@pytest.fixture
def jobs(
    release: Release, compose_bytes: Callable[[Mapping[str, str]], bytes], right_answers: dict[str, str]
) -> list[Job]:
    half = right_answers | {"fit_line": EXCHANGED}
    made = [submitted(compose_bytes(answers), release) for answers in (right_answers, half, {})]
    return [Job(f"s{number:02}", made[number % 3]) for number in range(12)]


def scores_on(address: str, jobs: list[Job], settings: Settings) -> dict[str, float | None]:
    marks = mark_on_cluster(iter(jobs), settings, address)
    try:
        found = [(job.student, marked.result.score) for job, marked in marks]
    finally:
        marks.close()
    assert len(found) == len(dict(found)), "nobody is marked twice"
    return dict(found)


def test_a_cluster_gives_the_marks_that_this_machine_gives(
    dask: tuple[str, list[subprocess.Popen[bytes]]], jobs: list[Job], settings: Settings
) -> None:
    with start_runner(settings) as runner:
        here = {
            job.student: mark(
                job.submission, job.student, release=settings.release, runner=runner, seed=settings.seed
            ).result.score
            for job in jobs[:3]
        }
    there = scores_on(dask[0], jobs, settings)
    assert sorted(there) == [job.student for job in jobs]
    assert {student: there[student] for student in here} == here
    assert len(set(here.values())) == 3


def test_a_cluster_prepares_what_is_filed_without_the_course_folder(
    dask: tuple[str, list[subprocess.Popen[bytes]]], jobs: list[Job], settings: Settings, course: Course
) -> None:
    config = course.root / "nbgrader_config.py"
    config.write_text(
        config.read_text("utf-8") + "\nc.LimitOutput.max_lines = 7\n"
        "c.CourseDirectory.db_url = 'sqlite:////secret/word.db'\n",
        "utf-8",
    )
    travelling = on_other_machines(settings, course)
    assert "secret" not in repr(travelling)
    here = Preparer(course)
    course.root.rename(course.root.with_name("elsewhere"))
    with contextlib.closing(mark_on_cluster(iter(jobs[:3]), travelling, dask[0])) as marks:
        for job, marked in marks:
            assert marked.prepared is not None
            assert not marked.runs
            again = here.prepare(job.student, job.submission, marked)
            assert (again.autos, again.unanswered) == (marked.prepared.autos, marked.prepared.unanswered)


def test_a_configuration_that_changes_what_is_filed_stays_with_the_writer(
    settings: Settings, course: Course
) -> None:
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8") + "\nc.AssignLatePenalties.enabled = False\n", "utf-8")
    assert on_other_machines(settings, course) == settings


def test_the_warm_processes_end_with_the_run(
    dask: tuple[str, list[subprocess.Popen[bytes]]], jobs: list[Job], settings: Settings
) -> None:
    scores_on(dask[0], jobs, settings)
    commands = [
        " ".join(child.cmdline())
        for worker in dask[1]
        for child in psutil.Process(worker.pid).children(recursive=True)
    ]
    assert commands
    assert not [command for command in commands if "grader.running.inside" in command]


def test_a_dead_scheduler_is_one_clear_sentence(
    jobs: list[Job], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader.marking.cluster, "CONNECT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(GraderError, match=rf"No Dask scheduler answers at {address} .*dask scheduler"):
        mark_on_cluster(iter(jobs), settings, address)


def test_the_command_line_says_that_sentence_and_exits_1(
    course: Course,
    submit: Callable[[str, bytes], Path],
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    submit("s1", compose_bytes({}))
    monkeypatch.setattr(grader.marking.cluster, "CONNECT_SECONDS", 0.5)
    command = ["gaussfit", "grade", "--course", str(course.root), "--scheduler", "tcp://127.0.0.1:9"]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit, match="1"):
        main()
    assert "gaussfit: No Dask scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err


def test_a_worker_without_the_sandbox_is_refused() -> None:
    lacking = {"tcp://10.0.0.2:4": (code_digest(EXERCISE), "the kernel offers no Landlock", ())}
    with pytest.raises(SandboxUnavailable, match=r"10\.0\.0\.2:4 is refused: the kernel offers no Landlock"):
        _refuse_unfit(lacking, EXERCISE)


def test_a_worker_with_another_grader_is_refused() -> None:
    with pytest.raises(GraderError, match=r"is refused: it has another version of gaussfit"):
        _refuse_unfit({"tcp://10.0.0.2:4": ("0" * 64, "", ())}, EXERCISE)


def test_all_workers_use_the_walls_that_all_of_them_have() -> None:
    def having(*sets: tuple[Wall, ...]) -> dict[str, Fitness]:
        return {f"tcp://10.0.0.{n}:4": ("0" * 64, "", walls) for n, walls in enumerate(sets)}

    both: tuple[Wall, ...] = ("landlock", "bubblewrap", "seccomp")
    assert _in_common(having(both, ("landlock", "seccomp"))) == ("landlock", "seccomp")
    assert _in_common(having(both, ("bubblewrap", "seccomp"))) == ("bubblewrap", "seccomp")
    assert _in_common(having((), ())) == ()
    with pytest.raises(GraderError, match="no wall around files in common"):
        _in_common(having(("landlock", "seccomp"), ("bubblewrap", "seccomp")))


def test_this_machine_is_fit_for_itself() -> None:
    _refuse_unfit({"tcp://127.0.0.1:4": fitness("locked", EXERCISE)}, EXERCISE)


def test_a_worker_that_dies_mid_run_loses_nothing(
    dask: tuple[str, list[subprocess.Popen[bytes]]], jobs: list[Job], settings: Settings
) -> None:
    """The last of all: it leaves the cluster with one worker."""
    marks = mark_on_cluster(iter(jobs), settings, dask[0])
    stream = iter(marks)
    found = [next(stream)]
    nanny = psutil.Process(dask[1][0].pid)
    for process in [nanny, *nanny.children(recursive=True)]:
        process.kill()
    found += stream
    marks.close()
    assert sorted(job.student for job, _ in found) == [job.student for job in jobs]
    assert {marked.result.status for _, marked in found} == {"graded"}
