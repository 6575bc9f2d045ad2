from __future__ import annotations

from pathlib import Path

from benchmarks.exercise import EXERCISE
from grader.exercise import Exercise, Question
from grader.loading import load_exercise
from grader.marking.digest import ENGINE, code_digest, marking_files

ROOT = ENGINE.parent


def names(files: tuple[Path, ...]) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_marks_follow_from_the_engine_the_exercise_and_what_it_teaches() -> None:
    assert {
        "gaussfit/numbers.py",  # the pass mark
        "gaussfit/density.py",
        "grader/exercises/gaussian_density/truth.py",
        "grader/exercises/gaussian_density/drawing/judging.py",
        "grader/checking/marking.py",
        "grader/lines/painting.py",
        "grader/marking/one.py",
        "grader/reading/repair.py",
        "grader/running/inside/child.py",
        "grader/running/outside/parse.py",
        "grader/running/wire.py",
    } <= names(marking_files(EXERCISE))


def test_marks_do_not_follow_from_what_only_shows_or_files_them() -> None:
    shows = (
        "grader/render",
        "grader/report",
        "grader/feedback",
        "grader/export",
        "grader/cli",
        "grader/gradebook",
    )
    assert not [name for name in names(marking_files(EXERCISE)) if name.startswith(shows)]


def test_where_the_files_lie_makes_no_difference(tmp_path: Path) -> None:
    digests = set()
    for place in ("a", "z"):
        folder = tmp_path / place / "counting"
        folder.mkdir(parents=True)
        (folder / "check_n.py").write_text("# the same\n")
        question = Question("n", "`n`", 1.0, ("n",), "n = ...", folder / "check_n.py")
        digests.add(code_digest(Exercise("n", "N", "gaussfit", folder / "lesson.md", (question,))))
    assert len(digests) == 1


def test_another_exercise_has_another_digest_that_its_own_files_change(tmp_path: Path) -> None:
    folder = tmp_path / "counting"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "from pathlib import Path\nfrom grader.exercise import Exercise, Question\n"
        "HERE = Path(__file__).parent\n"
        "Q = Question('n', '`n`', 1.0, ('n',), 'n = ...', HERE / 'check_n.py')\n"
        "EXERCISE = Exercise('counting', 'Counting', 'counting', HERE / 'lesson.md', (Q,))\n"
    )
    (folder / "check_n.py").write_text("")
    exercise = load_exercise(str(folder))
    before = code_digest(exercise)
    assert before != code_digest(EXERCISE)
    (folder / "check_n.py").write_text("# changed\n")
    assert code_digest(exercise) != before
    assert {path.name for path in marking_files(exercise) if path.is_relative_to(folder)} == {
        "__init__.py",
        "check_n.py",
    }
