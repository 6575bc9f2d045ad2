from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest

import grader.marking.pool
from grader.answers import Limits
from grader.course import Course
from grader.errors import GraderError
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked
from grader.marking.pool import mark_all
from grader.marking.worker import start_runner
from grader.reading import Release, submitted
from grader.running.outside.sandbox import probe

needs_lockin = pytest.mark.skipif(not probe().locked, reason="this machine cannot lock student code in")
LIMITS = Limits(cell_seconds=10, call_seconds=2, submission_seconds=20)


@pytest.fixture
def settings(release: Release) -> Settings:
    return Settings(release, "a seed for tests", limits=LIMITS)


@pytest.fixture
def jobs(
    release: Release, compose_bytes: Callable[[Mapping[str, str]], bytes], right_answers: dict[str, str]
) -> list[Job]:
    """Five right submissions and one untouched, all quick to mark."""
    submission = submitted(compose_bytes(right_answers), release)
    untouched = submitted(compose_bytes({}), release)
    return [Job(f"s{number}", submission) for number in range(5)] + [Job("s5", untouched)]


def by_student(marks: Iterator[tuple[Job, Marked]]) -> dict[str, Marked]:
    found: dict[str, Marked] = {}
    for job, marked in marks:
        assert job.student == marked.result.student
        assert job.student not in found
        found[job.student] = marked
    return found


@needs_lockin
def test_every_job_is_marked_once_by_several_workers(settings: Settings, jobs: list[Job]) -> None:
    with mark_all(jobs, settings, 2) as pool:
        found = by_student(iter(pool))
    assert {student: marked.result.score for student, marked in found.items()} == {
        "s0": 10,
        "s1": 10,
        "s2": 10,
        "s3": 10,
        "s4": 10,
        "s5": 0,
    }


@needs_lockin
def test_a_worker_that_is_killed_takes_nobodys_mark(settings: Settings, jobs: list[Job]) -> None:
    with mark_all(jobs, settings, 1) as pool:
        marks = iter(pool)
        first = next(marks)
        [worker] = pool.pids
        os.kill(worker, signal.SIGKILL)
        found = by_student(marks)
        assert worker not in pool.pids
    assert sorted([first[0].student, *found]) == [f"s{number}" for number in range(6)]
    assert {marked.result.status for marked in found.values()} == {"graded"}


@needs_lockin
def test_a_warm_process_that_is_killed_is_replaced(settings: Settings, jobs: list[Job]) -> None:
    with mark_all(jobs, settings, 1) as pool:
        marks = iter(pool)
        next(marks)
        warm = [child for child in psutil.Process(pool.pids[0]).children() if child.is_running()]
        for child in warm:
            child.kill()
        found = by_student(marks)
    assert warm
    errors = [marked for marked in found.values() if marked.result.status == "error"]
    assert len(errors) <= 1, "only the submission that was running may be the grader's error"
    assert sum(marked.result.status == "graded" for marked in found.values()) >= 4


def killing(line: Any, settings: Settings) -> None:
    """A worker that dies on the submission of s1, and marks all others."""
    line.send(None)
    while True:
        job = line.recv()
        if job.student == "s1":
            os._exit(9)
        line.send(grader.marking.pool.failed(job.student, "x", release=settings.release, sandbox="locked"))


def test_a_job_on_which_workers_die_twice_is_the_graders_error(
    settings: Settings, jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader.marking.pool, "work", killing)
    with mark_all(jobs, settings, 2) as pool:
        found = by_student(iter(pool))
    assert len(found) == 6
    assert found["s1"].result.reason == "The worker process that marked it ended unexpectedly, twice."
    assert found["s1"].result.score is None
    assert {marked.result.reason for student, marked in found.items() if student != "s1"} == {"x"}


def dying(line: Any, settings: Settings) -> None:
    os._exit(3)


def test_workers_that_cannot_start_stop_the_run_with_a_sentence(
    settings: Settings, jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader.marking.pool, "work", dying)
    with (
        mark_all(jobs, settings, 1) as pool,
        pytest.raises(GraderError, match=r"ended while it started \(exit status 3\)"),
    ):
        list(pool)


def refusing(line: Any, settings: Settings) -> None:
    line.send("The checks contradict themselves.")


def test_what_a_worker_says_that_it_lacks_stops_the_run(
    settings: Settings, jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader.marking.pool, "work", refusing)
    with mark_all(jobs, settings, 1) as pool, pytest.raises(GraderError, match="contradict themselves"):
        list(pool)


@pytest.mark.needs_lock
def test_closing_ends_every_worker_and_its_warm_process(settings: Settings, jobs: list[Job]) -> None:
    pool = mark_all(jobs, settings, 1)
    worker = psutil.Process(pool.pids[0])
    deadline = time.monotonic() + 60
    while not (below := worker.children(recursive=True)) and time.monotonic() < deadline:
        time.sleep(0.05)
    pool.close()
    gone, alive = psutil.wait_procs([worker, *below], timeout=30)
    assert len(gone) == 1 + len(below) >= 2
    assert not alive


def test_no_more_jobs_are_taken_than_the_workers_can_hold(
    settings: Settings, jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = []

    def listed() -> Iterator[Job]:
        for number in range(50):
            taken.append(number)
            yield Job(f"s{number}", jobs[0].submission)

    monkeypatch.setattr(grader.marking.pool, "work", killing)
    with mark_all(listed(), settings, 2) as pool:
        next(iter(pool))
        assert len(taken) <= 2 * grader.marking.pool.AHEAD + 1


def test_the_trusted_side_marks_without_torch() -> None:
    """It would cost every worker, and `gaussfit check`, more than a second."""
    program = (
        "import sys, grader.classroom.one_file; from grader.checking import checks_of; "
        "from grader.loading import load_exercise; checks_of(load_exercise()); "
        "sys.exit(int('torch' in sys.modules or 'nbgrader' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@needs_lockin
def test_the_checks_are_validated_before_any_submission_runs(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contradict(_: object) -> None:
        raise GraderError("The points of fit_line must add up to 10; they add up to 9.")

    monkeypatch.setattr("grader.checking.checks_of", contradict)
    with pytest.raises(GraderError, match="add up to 9"):
        start_runner(settings)


@needs_lockin
def test_ctrl_c_keeps_what_is_graded_and_a_second_run_goes_on_from_there(
    course: Course,
    submit: Callable[[str, bytes], Path],
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    right_answers: dict[str, str],
) -> None:
    count = 5
    # So slow that the run is not over before it is interrupted, however late this test looks again.
    slow = {**right_answers, "fit_line": "import time\ntime.sleep(1)\n" + right_answers["fit_line"]}
    for number in range(count):
        submit(f"s{number:02}", compose_bytes(slow))
    command = [Path(sys.executable).with_name("gaussfit"), "grade", "--jobs", "1", "--course", course.root]
    first = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Who runs these tests in the background may have told the shell to ignore it for them.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 120
    while len(list(course.results.glob("*.json"))) < 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    below = psutil.Process(first.pid).children(recursive=True)
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=60)
    assert first.returncode == 130
    assert "what is graded is kept" in said
    assert "Traceback" not in said
    assert not psutil.wait_procs(below, timeout=30)[1], "nothing of the run is left running"
    kept = {path: path.stat().st_mtime_ns for path in course.results.glob("*.json")}
    assert 1 <= len(kept) < count
    assert subprocess.run(command, capture_output=True, check=False, timeout=180).returncode == 0
    assert len(list(course.results.glob("*.json"))) == count
    assert all(path.stat().st_mtime_ns == when for path, when in kept.items())


def resting(line: Any, settings: Settings) -> None:
    line.send(None)
    while True:
        job = line.recv()
        line.send(grader.marking.pool.failed(job.student, "x", release=settings.release, sandbox="locked"))


def test_a_pool_that_waits_for_jobs_replaces_a_worker_that_is_killed_at_rest(
    settings: Settings, jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader.marking.pool, "work", resting)
    waiting: list[Job] = []
    take = lambda: waiting.pop() if waiting else None  # noqa: E731
    with grader.marking.pool.Pool(take, settings, 1, ahead=1) as pool:
        assert pool.step(0.0) == []
        pool.step(60)  # it says that it is ready
        [first] = pool.pids
        os.kill(first, signal.SIGKILL)
        while pool.pids == [first]:
            assert pool.step(60) == []
        waiting.extend(jobs[:2])
        found = []
        while len(found) < 2:
            found += pool.step(60)
            assert len(pool.in_hand) <= 1
    assert {job.student for job, _ in found} == {"s0", "s1"}
