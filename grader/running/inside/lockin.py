"""Locks a child in, before the first student line: prepared in the warm process, entered in the child.

The order matters: what needs a privilege or a system call that is about to go comes first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from importlib.machinery import FileFinder
from pathlib import Path
from typing import TYPE_CHECKING

from grader.running.inside import own, privileges
from grader.running.inside.hidden import OURS, PACKAGE_FOLDERS
from grader.running.wire import PlainLimits

if TYPE_CHECKING:
    from grader.running.inside.filesystem import Filesystem
    from grader.running.inside.syscalls import Syscalls

ENVIRONMENT = (
    *("PATH", "HOME", "TMPDIR", "LANG", "USER", "LOGNAME", "IPYTHONDIR", "MPLCONFIGDIR", "MPLBACKEND"),
    *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "COLUMNS", "LINES"),
)
"""All that student code sees of the environment."""


class LockIn:
    """The walls of a warm process. None of it is needed, or made, for process isolation alone."""

    def __init__(self, walls: Collection[str], scratch: Path, home: Path, private: Collection[str]) -> None:
        """Prepare; raises `OSError` where the kernel lacks one of `walls`, of `landlock`, `bubblewrap`, `seccomp`."""
        self._filesystem: Filesystem | None = None
        self._syscalls: Syscalls | None = None
        if "landlock" in walls:
            from grader.running.inside.filesystem import Filesystem  # needs a package that only Linux has

            self._filesystem = Filesystem(scratch, [home], private)
        if "seccomp" in walls:
            from grader.running.inside.syscalls import Syscalls

            self._syscalls = Syscalls()
        self._walls = walls
        self._forbidden = Path(__file__)

    def enter(self, limits: PlainLimits, kept: set[int]) -> None:
        """Lock this process in, and look whether it holds; raises `OSError` if not."""
        privileges.drop_privileges()
        ruleset = {self._filesystem.ruleset} if self._filesystem else set()
        privileges.keep_descriptors(kept | own.held() | ruleset)
        privileges.limit_resources(limits)
        own.let_go()
        remember_listings()
        if self._filesystem:
            self._filesystem.enter()
        if self._syscalls:
            self._syscalls.enter()
        self._try_the_doors()

    def _try_the_doors(self) -> None:
        """A lock that cannot be seen to hold is none: what each wall is for is tried, and must be refused."""
        if "landlock" in self._walls:
            _must_fail(PermissionError, lambda: os.listdir("/"))
        if "bubblewrap" in self._walls:
            _must_fail(FileNotFoundError, lambda: os.stat(self._forbidden))
        elif "landlock" in self._walls:
            _must_fail(PermissionError, lambda: os.close(os.open(self._forbidden, os.O_RDONLY)))
        if "seccomp" in self._walls:
            _must_fail(PermissionError, os.fork)


def _must_fail(how: type[OSError], way_out: Callable[[], object]) -> None:
    try:
        way_out()
    except how:
        return
    os._exit(70)


def remember_listings() -> None:
    """Let imports go on finding what the warm process saw, should a folder of packages change meanwhile.

    Python lists such a folder again when it was changed (somebody installs a package while a class is graded).
    The lock refuses that, for the folder has our packages too, and Python would take it for an empty one.
    """
    fill: Callable[[FileFinder], None] = FileFinder._fill_cache  # type: ignore[attr-defined]

    def fill_if_allowed(finder: FileFinder) -> None:
        try:
            os.listdir(finder.path or os.curdir)
        except PermissionError:
            return
        fill(finder)

    FileFinder._fill_cache = fill_if_allowed  # type: ignore[attr-defined]


def tidy(root: str, private: Collection[str]) -> None:
    """Leave this process, and student code in its children, without our packages: no module, no path, no finder.

    What runs on has the functions that it needs. The current folder, which a notebook may import from, is the
    children's alone: here it would let what a child leaves behind be imported.

    `root` is the folder that they are in; it goes too unless it is one into which all packages are installed.
    """
    ours = (root, str(Path(__file__).parents[3]))  # in bubblewrap another one
    places = {place for place in ours if Path(place).name not in PACKAGE_FOLDERS}
    for name in list(sys.modules):
        top = name.split(".")[0]
        if top.startswith(OURS) or top in private:
            del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not _is_ours(finder)]
    sys.path_hooks[:] = [hook for hook in sys.path_hooks if not _is_ours(hook)]
    sys.path[:] = [entry for entry in sys.path if entry not in places and "__editable__" not in entry]
    for entry in [entry for entry in sys.path_importer_cache if entry in places or "__editable__" in entry]:
        del sys.path_importer_cache[entry]
    sys.argv[:] = [""]
    sys.orig_argv[:] = ["python"]
    scrub_environment()


def scrub_environment() -> None:
    """Leave of the environment what student code may see."""
    for name in set(os.environ) - set(ENVIRONMENT):
        del os.environ[name]


def _is_ours(hook: object) -> bool:
    module = getattr(hook, "__module__", "") or ""
    return module.startswith("__editable__")
