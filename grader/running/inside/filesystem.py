"""What the locked-in child may read and write, as a Landlock ruleset that the warm process prepares once."""

from __future__ import annotations

import ctypes
import os
import re
import site
import sys
import sysconfig
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from landlock.plumbing import (
    FSAccess,
    PathBeneathAttr,
    RulesetAttr,
    get_add_rule,
    get_create_ruleset,
    get_restrict_self,
    landlock_abi_version,
)

from grader.running.inside.hidden import PACKAGE_FOLDERS

READ = FSAccess.READ_FILE | FSAccess.READ_DIR
WRITE = (
    READ
    | FSAccess.WRITE_FILE
    | FSAccess.MAKE_REG
    | FSAccess.MAKE_DIR
    | FSAccess.REMOVE_FILE
    | FSAccess.REMOVE_DIR
)
NETWORK_BIND_AND_CONNECT = 0b11
SCOPE_SOCKETS_AND_SIGNALS = 0b11
QUIET_DENIALS = 1
RULE_PATH_BENEATH = 1

HIDDEN = ("gaussfit", "grader", "nbgrader", "__editable__", "__pycache__", "_virtualenv")
"""What in a site-packages folder starts with one of these is not readable, and neither is any `.pth`."""
SYSTEM = (
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/etc/fonts",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
)


class _Attributes(RulesetAttr):
    """`landlock_ruleset_attr` with the fields of later kernels (ABI 4: network, ABI 6: scopes)."""

    _fields_ = (("handled_access_net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


def readable(private: Collection[str] = ()) -> Iterator[Path]:
    """What may be read: the standard library, installed packages but ours, shared libraries, fonts, zones.

    `private`: more packages that may not, by the names that they are imported by.
    """
    for folder in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}:
        yield from _children(Path(folder), PACKAGE_FOLDERS)
    for entry in package_folders():
        for path in _children(entry, HIDDEN):
            if path.suffix not in (".pth", ".egg-link") and _package(path) not in private:
                yield path
    for prefix in {sys.prefix, sys.base_prefix}:
        yield from Path(prefix, "lib").glob("*.so*")
    for folder in ("/lib64", "/usr/lib64", "/lib", "/usr/lib"):
        multiarch = sysconfig.get_config_var("MULTIARCH") or ""
        if multiarch and Path(folder, multiarch).is_dir():
            yield Path(folder, multiarch)
        yield from Path(folder).glob("*.so*")
    yield from map(Path, SYSTEM)


def _package(path: Path) -> str:
    """The package that something in a folder of packages belongs to: `a`, `a.py`, `a-1.0.dist-info`."""
    return re.split(r"[-.]", path.name, maxsplit=1)[0]


def package_folders() -> list[Path]:
    """The folders on `sys.path` into which packages are installed."""
    known = [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]
    return [Path(entry) for entry in sys.path if entry in known or Path(entry).name in PACKAGE_FOLDERS]


def _children(folder: Path, hidden: Iterable[str]) -> Iterator[Path]:
    if folder.is_dir():
        for path in folder.iterdir():
            if not path.name.startswith(tuple(hidden)):
                yield path


class Filesystem:
    """A Landlock ruleset, made once and entered by each child."""

    def __init__(self, scratch: Path, readable_too: Iterable[Path], private: Collection[str] = ()) -> None:
        """Prepare the ruleset: writes only below `scratch`. Raises `OSError` where there is no Landlock."""
        ctypes.set_errno(0)  # the package takes an old error for one of its own
        self.abi = landlock_abi_version()
        attributes = _Attributes(_handled(self.abi), NETWORK_BIND_AND_CONNECT, SCOPE_SOCKETS_AND_SIGNALS)
        size = 8 if self.abi < 4 else 16 if self.abi < 6 else 24
        self.ruleset = int(get_create_ruleset()(ctypes.byref(attributes), size, 0))
        for path in [*readable(private), *readable_too]:
            self._allow(path, READ)
        self._allow(scratch, (WRITE | FSAccess.TRUNCATE | FSAccess.REFER) & _handled(self.abi))
        self._allow(Path("/dev/null"), FSAccess.READ_FILE | FSAccess.WRITE_FILE)

    def enter(self) -> None:
        """Restrict this process for good and close the ruleset; raises `OSError` if the kernel refuses."""
        ctypes.set_errno(0)
        get_restrict_self()(self.ruleset, QUIET_DENIALS if self.abi >= 7 else 0)
        os.close(self.ruleset)

    def _allow(self, path: Path, access: FSAccess) -> None:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            return  # what this machine hasn't got, or we can't open, needs no permission
        try:
            if not path.is_dir():
                access &= FSAccess.READ_FILE | FSAccess.WRITE_FILE | FSAccess.TRUNCATE
            ctypes.set_errno(0)
            get_add_rule()(
                self.ruleset, RULE_PATH_BENEATH, ctypes.byref(PathBeneathAttr(access, descriptor)), 0
            )
        finally:
            os.close(descriptor)


def _handled(abi: int) -> FSAccess:
    """All rights that this kernel's Landlock knows: what is handled and not allowed is denied."""
    rights = FSAccess(0b1_1111_1111_1111)
    for since, right in ((2, FSAccess.REFER), (3, FSAccess.TRUNCATE), (5, FSAccess.IOCTL_DEV)):
        if abi >= since:
            rights |= right
    return rights
