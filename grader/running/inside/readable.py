"""What a notebook needs of this machine: the Python environment without our packages, libraries, fonts, time zones."""

from __future__ import annotations

import re
import site
import sys
import sysconfig
from collections.abc import Collection, Iterator
from pathlib import Path

from grader.running.inside.hidden import PACKAGE_FOLDERS

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


def readable(private: Collection[str] = ()) -> Iterator[Path]:
    """What may be read: the standard library, installed packages but ours, shared libraries, fonts, zones.

    `private`: more packages that may not, by the names that they are imported by.
    """
    for folder in standard_library():
        yield from (path for path in _children(folder) if not path.name.startswith(PACKAGE_FOLDERS))
    for folder in package_folders():
        yield from (path for path in _children(folder) if not is_hidden(path, private))
    for prefix in {sys.prefix, sys.base_prefix}:
        yield from Path(prefix, "lib").glob("*.so*")
    for libraries in map(Path, ("/lib64", "/usr/lib64", "/lib", "/usr/lib")):
        multiarch = sysconfig.get_config_var("MULTIARCH") or ""
        if multiarch and (libraries / multiarch).is_dir():
            yield libraries / multiarch
        yield from libraries.glob("*.so*")
    yield from map(Path, SYSTEM)


def is_hidden(path: Path, private: Collection[str]) -> bool:
    """Whether what lies in a folder of packages is kept from student code."""
    is_ours = path.name.startswith(HIDDEN) or _package(path) in private
    return is_ours or path.suffix in (".pth", ".egg-link")


def standard_library() -> set[Path]:
    """The folders that the standard library is in."""
    return {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}


def _package(path: Path) -> str:
    """The package that something in a folder of packages belongs to: `a`, `a.py`, `a-1.0.dist-info`."""
    return re.split(r"[-.]", path.name, maxsplit=1)[0]


def package_folders() -> list[Path]:
    """The folders on `sys.path` into which packages are installed."""
    known = [*site.getsitepackages(), *([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])]
    return [Path(entry) for entry in sys.path if entry in known or Path(entry).name in PACKAGE_FOLDERS]


def _children(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from folder.iterdir()
