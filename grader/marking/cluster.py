"""Marks on the workers of a Dask cluster: the same unit of work as here, each worker with a warm process of its own.

Submissions travel to the workers as data and results travel back to the one writer. The course's seed travels too:
it is what hidden inputs are drawn from. So a cluster must be the instructor's own, and its network private or TLS.
"""

from __future__ import annotations

import logging
import queue
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import replace

from grader.errors import GraderError, UsageError
from grader.exercise import Exercise
from grader.marking.digest import code_digest
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked, failed
from grader.marking.preparing import preparing
from grader.marking.worker import mark_patiently, start_runner
from grader.results import Sandbox, Wall
from grader.running.outside.errors import SandboxUnavailable
from grader.running.outside.sandbox import require, walls

try:
    from distributed import Client, Future, KilledWorker, WorkerPlugin, get_worker
except ImportError as error:
    raise UsageError(
        "Grading on a cluster needs the package distributed: pip install 'gaussfit[cluster]'."
    ) from error

CONNECT_SECONDS = 10
POLL_SECONDS = 5
NO_WORKER_SECONDS = 60
"""How long we wait for a worker when there is none: they may be starting."""
AHEAD = 2
"""Jobs under way for each worker: one in hand, and one so that it need not wait for the network."""


def mark_on_cluster(jobs: Iterator[Job], settings: Settings, address: str) -> ClusterMarks:
    """Mark every job on the workers of the Dask scheduler at `address`, such as `tcp://10.0.0.1:8786`.

    A worker that dies takes nobody's mark: its jobs go to others, by Dask's own rules. A job on which workers die
    again and again comes back as the grader's own error.

    Raises, at once or when iterated:
        GraderError: no scheduler answers, or it went away; a worker lacks the sandbox or has another gaussfit.
    """
    return ClusterMarks(jobs, settings, address)


class ClusterMarks:
    """A run on a cluster; iterate to get each job with its marks."""

    def __init__(self, jobs: Iterator[Job], settings: Settings, address: str) -> None:
        """Connect, look at the workers, and give them what is the same for the whole class."""
        logging.getLogger("distributed").setLevel(
            logging.CRITICAL
        )  # what matters comes back as our own error
        self._jobs, self._settings, self._address = jobs, settings, address
        self._running: dict[Future, Job] = {}
        self._done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._name = f"gaussfit-{uuid.uuid4().hex}"
        try:
            self._client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise GraderError(
                f"No Dask scheduler answers at {address} ({type(error).__name__}): start one with `dask scheduler`, "
                "or check the address."
            ) from error
        try:
            self._wait_for_a_worker()
            exercise = settings.release.exercise
            found = self._client.run(fitness, settings.sandbox, exercise)
            _refuse_unfit(found, exercise)
            self.walls = _in_common(found)
            self._client.register_plugin(Marker(replace(settings, walls=self.walls)), name=self._name)
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[tuple[Job, Marked]]:
        while True:
            self._hand_out()
            if not self._running:
                return
            future = self._finished()
            job = self._running.pop(future)
            yield job, self._marked(job, future)

    def close(self) -> None:
        """Stop what is under way, end the warm processes, hang up."""
        running, self._running = self._running, {}
        try:
            if self._client.status == "running":
                self._client.cancel(list(running), force=True)
                self._client.unregister_worker_plugin(self._name)
        except (OSError, ValueError, CancelledError):
            pass  # the scheduler is gone, or never got the plugin: there is nothing left to stop
        finally:
            self._client.close()

    def _hand_out(self) -> None:
        most = AHEAD * max(1, len(self._workers()))
        while len(self._running) < most and (job := next(self._jobs, None)) is not None:
            key = f"{self._name}-{uuid.uuid4().hex}"
            future = self._client.submit(_mark, self._name, job, key=key, pure=False)
            self._running[future] = job
            future.add_done_callback(self._done.put)

    def _finished(self) -> Future:
        """The next one that is done."""
        while True:
            try:
                return self._done.get(timeout=POLL_SECONDS)
            except queue.Empty:
                self._wait_for_a_worker()

    def _marked(self, job: Job, future: Future) -> Marked:
        try:
            answer = future.result()
        except KilledWorker:
            reason = "The cluster's workers that marked it ended unexpectedly, again and again."
            return failed(job.student, reason, release=self._settings.release, sandbox=self._settings.sandbox)
        except CancelledError:
            raise self._gone() from None
        finally:
            future.release()
        if isinstance(answer, Marked):
            return answer
        raise GraderError(str(answer))

    def _workers(self) -> dict[str, object]:
        workers: dict[str, object] = self._client.scheduler_info(n_workers=-1)["workers"]
        return workers

    def _wait_for_a_worker(self) -> None:
        if self._client.status != "running":
            raise self._gone()
        if self._workers():
            return
        try:
            self._client.wait_for_workers(1, timeout=NO_WORKER_SECONDS)
        except TimeoutError:
            raise GraderError(
                f"The Dask scheduler at {self._address} has no workers: start some with `dask worker {self._address}`; "
                "what is graded is kept."
            ) from None

    def _gone(self) -> GraderError:
        return GraderError(
            f"The Dask scheduler at {self._address} went away: start it and run the command again; "
            "what is graded is kept."
        )


class Marker(WorkerPlugin):
    """Lives in each worker while a class is graded: its warm process, and what is the same for the whole class."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def setup(self, worker: object) -> None:
        """Called in each worker, also in those that join later: start the warm process, and wait for nothing."""
        # One submission at a time, whatever the worker's number of threads: a warm process has one child.
        self._turn = threading.Lock()
        starter = ThreadPoolExecutor(1)
        self._runner = starter.submit(start_runner, self.settings)
        self._prepare = starter.submit(preparing, self.settings)
        starter.shutdown(wait=False)

    def teardown(self, worker: object) -> None:
        """Called at the end of the run: end the warm process."""
        if self._runner.exception() is None:
            self._runner.result().close()

    def mark(self, job: Job) -> Marked:
        """Mark one job. Raises `GraderError` when this worker can mark none."""
        with self._turn:
            marked = mark_patiently(job, self.settings, self._runner.result())
            return self._prepare.result()(job, marked)

    def __getstate__(self) -> dict[str, Settings]:
        """Only the settings travel."""
        return {"settings": self.settings}


def _mark(name: str, job: Job) -> Marked | str:
    """The task: what this worker's marker makes of the job, or why it can make nothing of any."""
    worker = get_worker()
    try:
        marker: Marker = worker.plugins[name]
        return marker.mark(job)
    except GraderError as error:
        return f"The worker {worker.address} cannot mark: {error}"


Fitness = tuple[str, str, tuple[Wall, ...]]
"""A digest of a worker's code, why it cannot give the sandbox (empty when it can), and the walls that it has."""


def fitness(sandbox: Sandbox, exercise: Exercise) -> Fitness:
    """Run in a worker: what it has."""
    try:
        require(sandbox)
    except SandboxUnavailable as error:
        return code_digest(exercise), str(error), ()
    return code_digest(exercise), "", walls(sandbox)


def _in_common(found: dict[str, Fitness]) -> tuple[Wall, ...]:
    """The walls that every worker has, which all use.

    Raises `GraderError` where they have no wall around files in common: what is said of the walls is said of all marks.
    """
    first, *others = (walls for _, _, walls in found.values())
    common = tuple(wall for wall in first if all(wall in each for each in others))
    if first and not {"landlock", "bubblewrap"} & set(common):
        raise GraderError(
            "The workers have no wall around files in common: some have only Landlock, others only bubblewrap; "
            "install bubblewrap on all of them."
        )
    return common


def _refuse_unfit(found: dict[str, Fitness], exercise: Exercise) -> None:
    own = code_digest(exercise)
    for address, (digest, lack, _) in sorted(found.items()):
        if lack:
            raise SandboxUnavailable(f"The worker {address} is refused: {lack}")
        if digest != own:
            raise GraderError(
                f"The worker {address} is refused: it has another version of gaussfit, which may give other marks; "
                "install the same one."
            )
