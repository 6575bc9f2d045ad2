"""`gaussfit init` makes a whole course or none: whatever goes wrong, the folder is as it was before."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from grader.authoring.notebooks import build
from grader.classroom import init
from grader.classroom.init import make_course
from grader.classroom.terms import terms
from grader.errors import CourseError, UsageError
from grader.loading import load_exercise
from tests.standins.toy import FOLDER

TOY = str(FOLDER)
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def tree(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def failing(error: BaseException) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A folder with an instructor's things in it, some of them where a course has its own."""
    folder = tmp_path / "used"
    (folder / "solutions" / "other").mkdir(parents=True)
    (folder / "solutions" / "other" / "other.ipynb").write_text("mine")
    (folder / "submitted" / "amy").mkdir(parents=True)
    (folder / "submitted" / "amy" / "work.txt").write_text("hers")
    (folder / "slides.pdf").write_bytes(b"%PDF")
    return folder


@pytest.mark.parametrize(
    ("step", "error", "raised"),
    [
        ("build", FULL, CourseError),
        ("course_seed", KeyboardInterrupt(), KeyboardInterrupt),
        ("register", CourseError("no"), CourseError),
        ("register", FULL, CourseError),
        ("record", KeyboardInterrupt(), KeyboardInterrupt),
    ],
    ids=str,
)
def test_nothing_is_left_of_half_a_course(
    tmp_path: Path,
    used: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: BaseException,
    raised: type[BaseException],
) -> None:
    before = tree(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(init, step, failing(error))
        for folder in (tmp_path / "a" / "new", used):
            with pytest.raises(raised):
                make_course(folder, exercise=TOY)
    assert tree(tmp_path) == before


def interrupted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(init, "register", failing(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            make_course(folder, exercise=TOY)


def test_what_was_interrupted_can_be_done_again(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(used, monkeypatch)
    assert make_course(used, exercise=TOY).release_path.is_file()
    assert (used / "solutions" / "other" / "other.ipynb").read_text() == "mine"


def test_a_killed_init_can_be_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.classroom.undoing._Before.restore", lambda *_: None)  # nobody cleans up
    interrupted(tmp_path / "new", monkeypatch)
    assert (tmp_path / "new" / "nbgrader_config.py").exists()
    course = make_course(tmp_path / "new", exercise=TOY)
    assert not (course.root / ".gaussfit-unfinished").exists()
    assert (course.root / ".gaussfit").stat().st_mode & 0o777 == 0o700
    with pytest.raises(UsageError, match="is a course already"):
        make_course(course.root, exercise=TOY)


def test_an_instructor_s_notebook_is_put_back_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "next", load_exercise(TOY))
    (source,) = (tmp_path / "next" / "solutions").rglob("*.ipynb")
    source.write_text(source.read_text().replace("# A straight", "# The straight"))
    before = tree(tmp_path / "next")
    monkeypatch.setattr(init, "register", failing(CourseError("no")))
    with pytest.raises(CourseError):
        make_course(tmp_path / "next", exercise=TOY)
    assert tree(tmp_path / "next") == before


def test_an_unusable_gradebook_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="cannot be used"):
        make_course(
            tmp_path / "new", terms(None, None, None, "none", f"sqlite:///{tmp_path}/none/x.db"), exercise=TOY
        )
    assert tree(tmp_path) == {}


NOBODY = 65534


def as_a_user(command: Callable[[], object]) -> str:
    """What a command says that is run by somebody for whom modes count: root may write anywhere. Empty if it works."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            command()
        except BaseException as error:
            os.write(writes, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)
    os.close(writes)
    with open(reads, encoding="utf-8") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


@pytest.fixture
def anybody_s(tmp_path: Path) -> Iterator[Path]:
    """A folder that everybody can come to; pytest's own are its user's alone."""
    make_course(tmp_path / "first", exercise=TOY)  # so that all is imported that the other user may not read
    folder = Path(tempfile.mkdtemp(prefix="anybody-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
@pytest.mark.parametrize("mode", [0o555, 0o000], ids=oct)
@pytest.mark.parametrize("inside", [".", "new", "new/deeper"])
def test_a_folder_that_cannot_be_written_is_told_and_stays(anybody_s: Path, mode: int, inside: str) -> None:
    folder = anybody_s / "closed"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    folder.chmod(mode)
    told = as_a_user(lambda: make_course(folder / inside, exercise=TOY))
    assert (
        told
        == f"CourseError: {(folder / inside).resolve()} cannot be written (Permission denied): choose another folder."
    )
    folder.chmod(0o755)
    assert tree(anybody_s) == {"closed": None, "closed/mine.txt": b"mine"}


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_a_closed_folder_inside_of_a_used_one_is_told_and_nothing_is_left(anybody_s: Path) -> None:
    folder = anybody_s / "used"
    (folder / "solutions").mkdir(parents=True)
    folder.chmod(0o777)
    (folder / "solutions").chmod(0o555)
    told = as_a_user(lambda: make_course(folder, exercise=TOY))
    assert told.startswith("CourseError: ")
    assert "solutions" in told
    assert "cannot be written (Permission denied)" in told
    assert tree(anybody_s) == {"used": None, "used/solutions": None}
