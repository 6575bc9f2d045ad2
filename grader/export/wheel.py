"""A wheel of this installation, so that a platform grades with exactly the grader that made the export.

It is packed from the installed files (PEP 427), so it needs no source tree, no build tool and no network.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path

from grader.errors import CourseError

PACKAGES = ("gaussfit", "grader")
# What an installer adds to the metadata of a wheel, or what describes this very wheel's packing.
NOT_PACKED = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive: the same installation gives the same bytes."""

WHEEL = "Wheel-Version: 1.0\nGenerator: gaussfit\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def write_wheel(folder: Path) -> Path:
    """Write `gaussfit-<version>-py3-none-any.whl` into `folder`, which is made if missing; returns its path.

    Raises:
        CourseError: gaussfit is not installed (only on the path), or the folder cannot be written.
    """
    name, content = wheel_file()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    except OSError as error:
        raise CourseError(f"{folder} cannot be written ({error.strerror}): choose another folder.") from error
    return folder / name


def wheel_file() -> tuple[str, bytes]:
    """Name and bytes of the wheel. Raises CourseError when gaussfit is not installed."""
    version, described = _description()
    info = f"gaussfit-{version}.dist-info"
    files = dict(_package_files())
    files |= {f"{info}/{name}": content for name, content in described.items()}
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    rows.writerows((name, _digest(content), len(content)) for name, content in files.items())
    rows.writerow((f"{info}/RECORD", "", ""))
    files[f"{info}/RECORD"] = record.getvalue().encode()
    return f"gaussfit-{version}-py3-none-any.whl", zipped(files)


def zipped(files: dict[str, bytes], executable: frozenset[str] = frozenset()) -> bytes:
    """A ZIP archive of `files`, those named in `executable` with that permission; the same bytes every time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def _package_files() -> Iterator[tuple[str, bytes]]:
    """Every file of the two packages but for caches; links are followed."""
    for package in PACKAGES:
        with resources.as_file(resources.files(package)) as root:
            for path in sorted(root.rglob("*")):
                parts = path.relative_to(root).parts
                if path.is_file() and not any(part == "__pycache__" or part[0] == "." for part in parts):
                    yield "/".join((package, *parts)), path.read_bytes()


def _description() -> tuple[str, dict[str, bytes]]:
    """The installed version, and the files that describe it: metadata, entry points, licences."""
    # A source tree on the path has a description too (`.egg-info`), but not the one that a wheel needs.
    found = (each for each in metadata.distributions(name="gaussfit") if each.read_text("METADATA"))
    distribution = next(found, None)
    if distribution is None:
        raise CourseError("gaussfit is not installed: run `pip install .` in its folder first.")
    described = {"WHEEL": WHEEL.encode()}
    for file in distribution.files or ():
        folder, _, name = str(file).partition("/")
        if folder.endswith(".dist-info") and name not in NOT_PACKED | {"WHEEL"}:
            described[name] = Path(str(distribution.locate_file(file))).read_bytes()
    return distribution.version, described


def _digest(content: bytes) -> str:
    """As a wheel's RECORD wants it: URL-safe base64 without padding."""
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
