"""What a warm process finds: its folder, the lists of fonts, and an environment of which nothing is inherited."""

from __future__ import annotations

import contextlib
import os
import shutil
import site
import sys
import tempfile
from pathlib import Path


def folder_with_fonts() -> tempfile.TemporaryDirectory[str]:
    """A folder with an empty `scratch`, and a `home` that has the lists of fonts."""
    folder = tempfile.TemporaryDirectory(prefix="gaussfit-", ignore_cleanup_errors=True)
    for name in ("scratch", "home"):
        Path(folder.name, name).mkdir()
    with contextlib.suppress(OSError):
        for found in font_lists():
            shutil.copyfile(found, Path(folder.name, "home", found.name))
    return folder


def font_lists() -> list[Path]:
    """The lists of fonts that matplotlib made for this user before; without, it looks for them all again."""
    with contextlib.suppress(OSError, RuntimeError):  # there is none, or not even a home
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "matplotlib")
        return [path for path in cache.glob("fontlist-v*.json") if os.access(path, os.R_OK)]
    return []


def environment(root: Path) -> dict[str, str]:
    """The whole environment of the warm process: nothing is inherited, and hashes are the same each time."""
    users = {"PYTHONUSERBASE": site.getuserbase()} if site.ENABLE_USER_SITE else {"PYTHONNOUSERSITE": "1"}
    return {
        **users,
        "PATH": os.defpath,
        "USER": "student",
        "LOGNAME": "student",
        "MALLOC_ARENA_MAX": "2",
        "HOME": str(root / "home"),
        "IPYTHONDIR": str(root / "home"),
        "MPLCONFIGDIR": str(root / "home"),
        "TMPDIR": str(root / "scratch"),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        # macOS: a forked child may use what its parent loaded, and no library starts threads before.
        **(
            {"OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES", "VECLIB_MAXIMUM_THREADS": "1"}
            if sys.platform == "darwin"
            else {}
        ),
    }
