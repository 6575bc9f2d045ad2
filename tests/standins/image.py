"""Runs the steps of the Containerfile in a folder that holds a Debian system, for want of a container engine.

    debootstrap --variant=minbase --include=ca-certificates,python3-venv bookworm ROOT
    python tests/standins/image.py ROOT [NAME=VALUE…] -- COMMAND…

As root. COPY, RUN, ARG, ENV, WORKDIR and USER are done in order, the base image is what ROOT holds; then COMMAND runs
as the image's user. NAME=VALUE are build arguments.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Each instruction with its argument, continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    for line in filter(str.strip, joined.splitlines()):
        name, _, argument = line.partition(" ")
        yield name, argument.strip()


def run(root: Path, given: Mapping[str, str], command: list[str]) -> int:
    """Do the steps, then run the command; its exit status."""
    environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
    folder, user = "/", "root"
    for name, argument in instructions((REPOSITORY / "Containerfile").read_text(encoding="utf-8")):
        if name == "ARG":
            key, _, value = argument.partition("=")
            environment[key] = given.get(key, value)
        elif name == "ENV":
            pairs = (pair.partition("=") for pair in shlex.split(argument))
            environment |= {key: value.replace("$PATH", environment["PATH"]) for key, _, value in pairs}
        elif name == "WORKDIR":
            folder = argument
            (root / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif name == "USER":
            user = argument
        elif name == "COPY":
            *sources, target = argument.split()
            for source in sources:
                _copy(REPOSITORY / source, root / folder.lstrip("/") / target)
        elif name == "RUN":
            print(f"RUN {argument}", flush=True)
            if code := _inside(root, folder, user, environment, ["sh", "-c", argument]):
                return code
    return _inside(root, folder, user, environment, command)


def _copy(source: Path, target: Path) -> None:
    """A file into a folder, a folder's content into one."""
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _inside(root: Path, folder: str, user: str, environment: Mapping[str, str], command: list[str]) -> int:
    given = [f"{key}={value}" for key, value in environment.items()]
    inner = ["/usr/bin/env", "-i", f"--chdir={folder}", *given, *command]
    # chroot itself is found by our PATH, what runs inside by the image's.
    return subprocess.run(["chroot", f"--userspec={user}", str(root), *inner], check=False).returncode


if __name__ == "__main__":
    split = sys.argv.index("--")
    root, *arguments = sys.argv[1:split]
    sys.exit(run(Path(root), dict(each.split("=", 1) for each in arguments), sys.argv[split + 1 :]))
