"""pytest, kept open: the hidden checks are collected once a process and run for one submission after another.

pytest's own `main` collects anew at every call, which costs more than all checks of a submission. Here the
same steps that `main` takes are taken once, and the loop over the collected tests is run once a submission.
The grader's pytest has nothing to do with the user's: no configuration file, environment variable, conftest
or installed plugin of the place where the grader runs has a say.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import pytest
from _pytest.config import _prepareconfig

from grader.checking.checkset import Check, ordered
from grader.checking.declaring import MARK, Declaration
from grader.checking.errors import CheckSetError
from grader.checking.hidden import Hidden
from grader.checking.shares import scaled
from grader.checking.student import Student
from grader.exercise import Question

# fmt: off
_NOT_NEEDED = (
    "terminal", "debugging", "unittest", "capture", "skipping", "legacypath", "tmpdir", "recwarn",
    "pastebin", "junitxml", "doctest", "cacheprovider", "setuponly", "setupplan", "stepwise",
    "unraisableexception", "threadexception", "warnings", "logging", "faulthandler", "subtests",
)
# fmt: on
"""pytest's built-in plugins that the checks do without; what is left: marks, fixtures, python tests, the runner."""

_ENVIRONMENT = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_CURRENT_TEST")


@dataclass(frozen=True)
class Given:
    """What the fixtures give the checks of one question of one submission."""

    student: Student
    hidden: Hidden


@dataclass(frozen=True)
class Raised:
    """How one check ended: the exception, or None; and the id of the unmet need that skipped it."""

    error: BaseException | None = None
    waits_for: str | None = None


class Plugin:
    """The grader's side of pytest: fixtures, skipping, and what each check raised."""

    def __init__(self, question_of: Mapping[Path, str]) -> None:
        """Collects nothing and knows nothing before `Host` sets it."""
        self.question_of = question_of
        self.errors: list[str] = []
        self.given: Mapping[str, Given] = {}
        self.checks: dict[str, Check] = {}
        self.outcomes: dict[str, Raised] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        """Called once, before collection: make the mark of the checks known."""
        config.addinivalue_line("markers", f"{MARK}(declaration): a hidden check")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Called for each file after collection: remember what went wrong."""
        if report.failed:
            self.errors.append(f"{Path(os.sep, report.nodeid)}: {_said(str(report.longrepr))}")

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        """The submission, as the proxy that the checks call."""
        return self.given[self.question_of[request.path]].student.for_check(request.node.name)

    @pytest.fixture
    def hidden(self, request: pytest.FixtureRequest) -> Hidden:
        """The source of hidden inputs."""
        return self.given[self.question_of[request.path]].hidden

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Called before each check: skip it when something that it needs did not pass."""
        for need in self.checks[item.name].declaration.needs:
            outcome = self.outcomes[need]
            if outcome.error is not None or outcome.waits_for is not None:
                self.outcomes[item.name] = Raised(waits_for=outcome.waits_for or need)
                pytest.skip(need)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Called after each phase of a check: keep the exception; a report with traceback is read by nobody."""
        earlier = self.outcomes.get(item.name, Raised())
        if call.excinfo is not None and earlier == Raised():
            earlier = Raised(error=call.excinfo.value)
        self.outcomes[item.name] = earlier
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        when = cast(Literal["setup", "call", "teardown"], call.when)  # "collect" comes to another hook
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)


class Host:
    """The collected checks of an exercise, ready to be run for any number of submissions.

    One submission at a time: pytest keeps state of the whole process. Grade in parallel with processes.
    """

    def __init__(self, questions: Sequence[Question]) -> None:
        """Collect and validate. Raises CheckSetError when the questions' checks cannot be used."""
        files = {question.checks.resolve(): question.id for question in questions}
        self._plugin = Plugin(files)
        self._lock = threading.Lock()
        with _own_environment():
            self._session = _collect(list(files), self._plugin)
        if self._plugin.errors:
            raise CheckSetError(f"The hidden checks must load; {self._plugin.errors[0]}")
        items = {item.name: item for item in self._session.items}
        written = {each.id: each.points if each.written is None else each.written for each in questions}
        declared = ordered((_check(item, files) for item in self._session.items), written)
        self.checks = scaled(declared, {question.id: question.points for question in questions})
        self._items: Sequence[pytest.Item] = [items[check.id] for check in self.checks]
        self._plugin.checks = {check.id: check for check in self.checks}

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that the checks are about, in the order of the report."""
        return tuple(dict.fromkeys(check.question for check in self.checks))

    def run(self, given: Mapping[str, Given]) -> dict[str, Raised]:
        """Run the checks of the questions in `given` for one submission; how each ended, by its id."""
        items = [
            item for item, check in zip(self._items, self.checks, strict=True) if check.question in given
        ]
        with self._lock, _own_environment():
            self._plugin.given, self._plugin.outcomes = given, {}
            try:
                for item, following in zip(items, [*items[1:], None], strict=True):
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                return self._plugin.outcomes
            except BaseException:  # an interrupt leaves pytest's set-up half way
                self._session._setupstate.teardown_exact(None)
                raise
            finally:
                self._plugin.given, self._plugin.outcomes = {}, {}


def _collect(files: Sequence[Path], plugin: Plugin) -> pytest.Session:
    """The steps of `pytest.main` up to its loop over the tests.

    The root is that of the file system: files of one name in two folders are then two modules.
    """
    arguments = [f"-c{os.devnull}", f"--rootdir={Path(os.sep)}", "--noconftest", "--import-mode=importlib"]
    arguments += ["--assert=plain", "--strict-markers", "-oaddopts="]
    arguments += [f"-pno:{name}" for name in _NOT_NEEDED]
    config = _prepareconfig([*arguments, *map(str, files)], [plugin])
    config._do_configure()
    session = pytest.Session.from_config(config)
    config.hook.pytest_sessionstart(session=session)
    try:
        session.perform_collect()
    except pytest.UsageError as error:
        raise CheckSetError(f"The hidden checks must load; {error}") from error
    except SystemExit as error:  # pytest lets it through
        raise CheckSetError(
            f"The hidden checks must load; one of their files ends with {error!r}."
        ) from error
    return session


def _said(report: str) -> str:
    """What stopped a file from loading, of pytest's long report: the line that Python itself would end with."""
    lines = [line.removeprefix("E ").strip() for line in report.splitlines() if line.startswith("E ")]
    errors = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Warning)\b", line)]
    return (errors or lines or report.strip().splitlines())[-1]


def _check(item: pytest.Item, question_of: Mapping[Path, str]) -> Check:
    mark = item.get_closest_marker(MARK)
    if mark is None:
        raise CheckSetError(
            f"Every test of a check file must be declared with @check; {item.name} in {item.path.name} is not."
        )
    return Check(item.name, question_of[item.path], cast(Declaration, mark.args[0]))


@contextmanager
def _own_environment() -> Iterator[None]:
    """Hide the caller's pytest settings, and the caller's running test, from the grader's pytest."""
    saved = {name: os.environ.pop(name) for name in _ENVIRONMENT if name in os.environ}
    autoload = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.pop("PYTEST_CURRENT_TEST", None)
        os.environ.update(saved)
        if autoload is None:
            del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        else:
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = autoload
