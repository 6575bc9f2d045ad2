"""What a warm process sees of this machine where it starts inside bubblewrap: what it needs, and nothing else.

Runs once for a warm process, before it: lays out the view, and becomes bubblewrap. In there are the Python environment
without our packages, fonts, libraries, devices that give zeros and random numbers, and an empty home; of the grader
just this side, at a place of its own, until `close_up` takes it away. All is read-only but home and scratch folder.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from grader.running.inside.hidden import PACKAGE_FOLDERS
from grader.running.inside.readable import (
    SYSTEM,
    is_hidden,
    package_folders,
    standard_library,
)

OF_THE_GRADER = ("__init__.py", "running/__init__.py", "running/wire.py", "running/inside")
ALSO = ("/etc/alternatives", "/usr/lib/locale", "/sys/devices/system/cpu")
"""Links to libraries; the names of characters; and by what a library chooses its way, and so a result's last digit."""
MANY = 20
"""A folder with more libraries than that is shown whole."""
DECOY = b"raise PermissionError(13, 'Permission denied', __file__)\n"
NAMESPACES = ("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts")
USER = "1000"
"""Who the process is in there, whoever starts it: as root it could make no namespace for the scratch folder."""
OPTIONS = (
    *(*NAMESPACES, "--unshare-cgroup-try", "--uid", USER, "--gid", USER),
    *("--as-pid-1", "--new-session", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev"),
)


def enter(
    code: str, bwrap: str, folder: str, private: str, with_parent: str, fonts: str, program: Sequence[str]
) -> None:
    """Become `program`, a Python with its arguments, in the view; never returns. Raises `OSError` if it cannot.

    `code` is where this side of the grader is seen. `folder` is made in there, with `home` and `scratch`; `fonts` are
    matplotlib's lists of fonts, which go into home.
    """
    options = [*OPTIONS, *(["--die-with-parent"] if with_parent else []), *_view(code, private.split())]
    home, scratch = f"{folder}/home", f"{folder}/scratch"
    options += ["--tmpfs", home, "--dir", scratch, "--chdir", scratch]
    for path in filter(None, fonts.split(os.pathsep)):
        options += ["--ro-bind", path, f"{home}/{Path(path).name}"]
    options += ["--remount-ro", "/dev", "--remount-ro", "/"]
    listed = _file(b"".join(os.fsencode(option) + b"\0" for option in options))
    # Not in the command line, which everybody can read.
    os.execv(bwrap, ["bwrap", "--args", listed, "--", sys.executable, *program])


def _file(content: bytes) -> str:
    """The number of an open file without a name, for bubblewrap to read."""
    descriptor = os.memfd_create("", 0)
    os.write(descriptor, content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return str(descriptor)


def _view(code: str, private: Collection[str]) -> Iterator[str]:
    """bubblewrap's options for all that is seen, in their order: later ones lie over earlier ones."""
    for path in _libraries():
        yield from _shown(path)
    yield from _interpreter()
    folders = package_folders()
    for folder in standard_library():
        yield from _shown(folder)
        for name in PACKAGE_FOLDERS:
            if (folder / name).is_dir() and folder / name not in folders:
                yield from ("--tmpfs", str(folder / name), "--remount-ro", str(folder / name))
    for folder in folders:
        yield from _shown(folder)
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix != ".pth" or path.name.startswith("__editable__"):
                yield from _hidden(path) if is_hidden(path, private) else ()
    ours = Path(__file__).parents[2]
    for name in OF_THE_GRADER:
        yield from ("--ro-bind", str(ours / name), f"{code}/grader/{name}")


def _libraries() -> Iterator[Path]:
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    folders = [Path(folder) for folder in ("/usr/lib", "/usr/lib64", "/lib", "/lib64")]
    prefixes = {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parents[1])}
    for folder in [*folders, *(Path(prefix, "lib") for prefix in sorted(prefixes))]:
        if folder in folders and folder.is_symlink():  # /lib is /usr/lib, mostly
            yield folder
            continue
        if multiarch and (folder / multiarch).is_dir():
            yield folder / multiarch
        libraries = sorted(folder.glob("*.so*"))
        yield from [folder] if len(libraries) > MANY else libraries
    yield from (Path(path) for path in (*SYSTEM, *ALSO) if not path.startswith("/dev/"))


def _interpreter() -> Iterator[str]:
    """The program, under the name by which it finds the environment that it belongs to."""
    program, real = Path(sys.executable), Path(sys.executable).resolve()
    yield from _shown(real)
    if program != real:
        yield from ("--symlink", str(real), str(program))
    yield from _shown(Path(sys.prefix, "pyvenv.cfg"))


def _shown(path: Path) -> tuple[str, ...]:
    if path.is_symlink() and len(path.parts) == 2:
        return ("--symlink", os.readlink(path), str(path))
    return ("--ro-bind-try", str(path), str(path))


def _hidden(path: Path) -> Iterator[str]:
    """An empty folder in the place of a folder, and nothing in the place of a file; who imports it is refused."""
    if path.is_dir():
        yield from ("--tmpfs", str(path))
        if (path / "__init__.py").exists():
            yield from ("--ro-bind-data", _file(DECOY), str(path / "__init__.py"))
        yield from ("--remount-ro", str(path))
    elif path.suffix == ".py":
        yield from ("--ro-bind-data", _file(DECOY), str(path))
    else:
        yield from ("--ro-bind", "/dev/null", str(path))
