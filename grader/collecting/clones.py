"""The time of a clone's last commit.

A student's repository may have settings that run programs. So Git is asked from an empty repository of our own, which
has the clone's objects and none of its settings.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import RejectedSubmission, UnreadableSubmission
from grader.reading.folder import folder, read_plain
from grader.reading.timestamp import LATEST

MOST_BYTES = 1 << 20
MEMORY = 1 << 30
"""Bytes that Git may take: it unpacks a commit as a whole, and one of gigabytes fits into a small file."""
SECONDS = 20
_NAME = re.compile(r"[0-9a-f]{40}")
_REFERENCE = re.compile(r"ref: (refs/[\w./+@-]+)")
_COMMITTER = re.compile(rb"^committer [^\n]* (\d{1,12}) [+-]\d{4}$", re.MULTILINE)


def commit_time(clone: Path) -> datetime | None:
    """When the commit that is checked out in `clone` was made, in UTC; None when that cannot be told."""
    try:
        commit = _checked_out(clone)
        header = b"" if commit is None else _commit(clone, commit).partition(b"\n\n")[0]
    except (OSError, subprocess.SubprocessError, RejectedSubmission, UnreadableSubmission):
        return None
    found = _COMMITTER.search(header)
    try:
        moment = datetime.fromtimestamp(int(found[1]), UTC) if found else None
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment is None or moment.year <= LATEST else None


def _checked_out(clone: Path) -> str | None:
    head = _text(clone, "HEAD")
    reference = _REFERENCE.fullmatch(head.strip())
    if reference is None:
        return head.strip() if _NAME.fullmatch(head.strip()) else None
    name = reference[1]
    if ".." in name.split("/"):
        return None
    try:
        found = _text(clone, *name.split("/")).strip()
    except FileNotFoundError:
        packed = (line.split(" ") for line in _text(clone, "packed-refs").splitlines())
        found = next((parts[0] for parts in packed if parts[1:] == [name]), "")
    return found if _NAME.fullmatch(found) else None


def _text(clone: Path, *name: str) -> str:
    """A file of the clone's own, read without following links."""
    with ExitStack() as opened:
        within = opened.enter_context(folder(clone, follow=True))
        for part in (".git", *name[:-1]):
            within = opened.enter_context(folder(part, within))
        return read_plain(name[-1], within, MOST_BYTES).content.decode("utf-8", "replace")


def _commit(clone: Path, name: str) -> bytes:
    with tempfile.TemporaryDirectory() as own:
        for part in ("objects", "refs"):
            Path(own, part).mkdir()
        Path(own, "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": own,
            "GIT_OBJECT_DIRECTORY": str(clone.resolve() / ".git" / "objects"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_CONFIG_COUNT": "1",  # of a large pack it maps so much at a time
            "GIT_CONFIG_KEY_0": "core.packedGitWindowSize",
            "GIT_CONFIG_VALUE_0": "32m",
        }
        command = ["git", f"--git-dir={own}", "cat-file", "commit", name]
        with subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=_bound if hasattr(os, "fork") else None,
        ) as process:
            timer = _killed_after(process)
            try:
                return process.stdout.read(MOST_BYTES) if process.stdout else b""
            finally:
                timer.cancel()
                process.kill()


def _bound() -> None:
    import resource  # Windows has none

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _killed_after(process: subprocess.Popen[bytes]) -> threading.Timer:
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    return timer
