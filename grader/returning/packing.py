"""A zip that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
import zipfile
from collections.abc import Iterable
from pathlib import Path

from grader.errors import CourseError

WHEN = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the same pages make the same file."""


def write_zip(path: Path, entries: Iterable[tuple[str, Path]]) -> None:
    """Pack files under the names given, one at a time.

    Raises:
        CourseError: the file cannot be written, or one of the others not read.
    """
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(draft, "x", zipfile.ZIP_DEFLATED) as packed:
            for name, source in entries:
                info = zipfile.ZipInfo(name, WHEN)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                packed.writestr(info, source.read_bytes())
        os.replace(draft, path)
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written ({error.strerror}): make room, or choose another --output."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
