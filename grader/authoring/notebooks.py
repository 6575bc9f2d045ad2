"""Builds the two notebooks of a course, the instructor's and the students', and tells when they are stale."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grader.authoring.merging import merged, signed
from grader.authoring.own import told_of_own
from grader.authoring.release import release_notebook
from grader.authoring.source import source_notebook
from grader.errors import CourseError
from grader.exercise import Exercise
from grader.reading.intact import (
    KEY,
    TOUCHED,
    damages,
    digest,
    digest_of_all,
    is_as_built,
    nbgrader_of,
    touched,
)

SOURCE_FOLDER = Path("solutions")
RELEASE_FOLDER = Path("assignments")
REPLACED_FOLDER = Path(".gaussfit/replaced")
"""Where `force` keeps what it replaces."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did to the files of a course: all that it looked after, and those that it had to write."""

    files: tuple[Path, ...]
    written: tuple[Path, ...]
    told: tuple[str, ...] = ()
    """What became of single cells of the instructor's notebook."""
    kept: tuple[Path, ...] = ()
    """Copies of what was replaced although it may have been edited."""


@dataclass(frozen=True)
class _Plan:
    """The notebooks as they should be, and what lies there."""

    texts: Mapping[Path, str]
    told: tuple[str, ...]
    stale: tuple[Path, ...]
    edited: bool
    """Whether the release was changed by hand since it was built."""
    unsigned: bool
    """Whether nothing tells how the release came about: an older version built it, or nbgrader did."""


def notebook_texts(exercise: Exercise) -> dict[Path, str]:
    """Return the text of each notebook of a new course, by its path inside. Two calls return identical text."""
    new = _generated(exercise)
    return _texts(signed(new, new), exercise)


def release_text(exercise: Exercise) -> str:
    """Return the students' notebook of a new course."""
    return notebook_texts(exercise)[RELEASE_FOLDER / _name(exercise)]


def build(
    course: Path, exercise: Exercise, *, force: bool = False, approve: Callable[[str], None] = lambda _: None
) -> BuildReport:
    """Write `solutions/` and `assignments/` of `course`; files that are right already stay untouched.

    What an instructor changed in the source notebook stays, their own cells do in any case; with `force` the lesson's
    own cells are put back, and a dated copy of the file is kept. `approve` gets the text of the release before anything
    is written, and may raise. The gradebook is neither read nor written.

    Raises:
        CourseError: a notebook cannot be read or written, a cell that marks hang on is damaged, or the release was
            changed by hand and `force` is not given. Nothing was written.
    """
    plan = _plan(course, exercise, force)
    if plan.edited and not force:
        raise CourseError(
            f"{course / RELEASE_FOLDER / _name(exercise)} was changed by hand: make the change in {SOURCE_FOLDER}/, "
            "from which it is made, or run `gaussfit build --force`, which keeps a copy of it."
        )
    approve(plan.texts[course / RELEASE_FOLDER / _name(exercise)])
    try:
        doubtful = plan.stale if force else plan.stale[-1:] if plan.unsigned else ()
        kept = tuple(_copy_kept(course, path) for path in doubtful if path.is_file())
        for path in plan.stale:
            _replace(path, plan.texts[path])
    except OSError as error:
        raise CourseError(
            f"{error.filename} cannot be written ({error.strerror}): give access or make room, and build again."
        ) from error
    return BuildReport(tuple(plan.texts), plan.stale, plan.told, kept)


def check(course: Path, exercise: Exercise) -> tuple[Path, ...]:
    """Return the notebooks of `course` that are missing or differ from what `build` would write.

    Raises CourseError when one cannot be read, or a cell that marks hang on is damaged.
    """
    return _plan(course, exercise, force=False).stale


def edited(course: Path, exercise: Exercise) -> tuple[str, ...]:
    """Which locked cells of the exercise an instructor edited or deleted in the source notebook, a clause each.

    Raises CourseError when it is missing or cannot be read, or when a cell that marks hang on is damaged.
    """
    source = course / SOURCE_FOLDER / _name(exercise)
    found = _read(source)
    if found is None:
        raise CourseError(f"{source} is missing: put it back, or run `gaussfit build` for a new one.")
    _refuse_damaged(source, found, exercise)
    built = found.metadata.get(KEY, {}).get("cells", {})
    return tuple(touched(found.cells, _generated(exercise).cells, built))


def _refuse_damaged(source: Path, notebook: NotebookNode, exercise: Exercise) -> None:
    if wrong := list(damages(notebook.cells, exercise)):
        raise CourseError(
            f"{source} cannot be built: {'; '.join(wrong)}. Put that right, or run `gaussfit build --force`."
        )


def _plan(course: Path, exercise: Exercise, force: bool) -> _Plan:
    source, release = (course / folder / _name(exercise) for folder in (SOURCE_FOLDER, RELEASE_FOLDER))
    new = _generated(exercise)
    found, handed_out = _read(source), _made(release)
    result = None if found is None else merged(found, new, force=force)
    notebook = signed(new, new) if result is None else result.notebook
    _refuse_damaged(source, notebook, exercise)
    texts = {course / path: text for path, text in _texts(notebook, exercise).items()}
    there = {source: found, release: handed_out}
    stale = tuple(path for path, text in texts.items() if _differs(there[path], text))
    told = result.told if result is not None else ()
    if found is not None and handed_out is not None:
        told += tuple(
            told_of_own(
                handed_out.cells, nbformat.reads(texts[release], as_version=4).cells, _names(found, new)
            )
        )
    if release not in stale or handed_out is None:
        return _Plan(texts, told, stale, edited=False, unsigned=False)
    unsigned = "release" not in handed_out.metadata.get(KEY, {})
    return _Plan(texts, told, stale, not unsigned and not _is_as_built(handed_out), unsigned)


def _names(source: NotebookNode, new: NotebookNode) -> set[str]:
    """How the lesson's cells are called, as they are built now and as they were last: by id, and by nbgrader's name."""
    names = {str(nbgrader_of(cell).get("grade_id", "")) for cell in new.cells} - {""}
    return {*names, *(str(cell.id) for cell in new.cells), *source.metadata.get(KEY, {}).get("cells", {})}


def _generated(exercise: Exercise) -> NotebookNode:
    return nbformat.reads(source_notebook(exercise), as_version=4)


def _texts(source: NotebookNode, exercise: Exercise) -> dict[Path, str]:
    text = nbformat.writes(source) + "\n"
    release = nbformat.reads(release_notebook(text, exercise.name, exercise), as_version=4)
    release.metadata[KEY] = {**release.metadata.get(KEY, {}), "release": digest_of_all(release.cells)}
    if clauses := list(touched(source.cells, _generated(exercise).cells)):
        release.metadata[KEY][TOUCHED] = clauses
    return {
        SOURCE_FOLDER / _name(exercise): text,
        RELEASE_FOLDER / _name(exercise): nbformat.writes(release) + "\n",
    }


def _is_as_built(release: NotebookNode) -> bool:
    return is_as_built(release.metadata.get(KEY, {}).get("release"), release.cells)


def _name(exercise: Exercise) -> Path:
    return Path(exercise.name) / f"{exercise.name}.ipynb"


def _read(path: Path) -> NotebookNode | None:
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError) as error:
        raise CourseError(
            f"{path} cannot be read as a notebook ({str(error).splitlines()[0][:100]}): repair it, or move it away."
        ) from error


def _made(path: Path) -> NotebookNode | None:
    """A notebook that is made from another: one that cannot be read is as good as an empty one."""
    try:
        return _read(path)
    except CourseError:
        return nbformat.v4.new_notebook()


def _differs(there: NotebookNode | None, text: str) -> bool:
    """Whether a notebook differs in more than what its cells put out."""
    if there is None:
        return True
    right = nbformat.reads(text, as_version=4)
    return there.metadata.get(KEY) != right.metadata.get(KEY) or [digest(cell) for cell in there.cells] != [
        digest(cell) for cell in right.cells
    ]


def _replace(path: Path, text: str) -> None:
    """Write a file so that it is the old one or the new one, and never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)


def _copy_kept(course: Path, path: Path) -> Path:
    """A dated copy of a file that is about to be replaced."""
    stamp = f"{datetime.now(UTC):%Y-%m-%d %H.%M.%S}"
    names = itertools.chain([stamp], (f"{stamp} ({number})" for number in itertools.count(2)))
    folders = (course / REPLACED_FOLDER / name for name in names)
    kept = next(kept for folder in folders if not (kept := folder / path.relative_to(course)).exists())
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(path.read_bytes())
    return kept
