from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import ExerciseError, UsageError
from grader.exercise import Exercise
from grader.loading import load_exercise
from grader.settings import settings_in, settings_text

FOLDER = Path(__file__).parents[2] / "examples" / "line_fit"


def test_one_exercise_is_loaded_once_whatever_it_is_called() -> None:
    assert load_exercise() is load_exercise("gaussian-density") is load_exercise()
    assert load_exercise().ids == ("gaussian_nll", "draw_density", "parameters")


def test_another_process_loads_it_from_the_same_place() -> None:
    for exercise in (load_exercise(), load_exercise(str(FOLDER))):
        assert pickle.loads(pickle.dumps(exercise)) is exercise


def test_one_that_was_not_loaded_cannot_travel(tmp_path: Path) -> None:
    made = Exercise("made", "Made", "made", tmp_path / "lesson.md", ())
    with pytest.raises(TypeError, match="made was not loaded by load_exercise"):
        pickle.dumps(made)


@pytest.mark.parametrize(
    ("origin", "sentence"),
    [
        ("no-such-exercise", "There is no exercise 'no-such-exercise'"),
        ("a b;c", "There is no exercise"),
        ("./nowhere", "is no exercise: it has no __init__.py"),
    ],
)
def test_what_is_not_there_is_told(origin: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        load_exercise(origin)


def made_folder(tmp_path: Path, name: str, source: str) -> str:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text(source)
    return str(tmp_path / name)


def test_a_folder_that_binds_no_exercise_or_stops_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError, match="must bind an Exercise to EXERCISE; it binds NoneType"):
        load_exercise(made_folder(tmp_path, "binds_nothing", ""))
    with pytest.raises(
        ExerciseError, match=r"\(ZeroDivisionError: .*, in line 1 of __init__\.py\): correct it"
    ):
        load_exercise(made_folder(tmp_path, "stops_early", "1 / 0"))


@pytest.mark.parametrize(
    ("folder", "name", "question", "sentence"),
    [
        ("with_blank", "line fit", "q", "letters, digits and - only; .* has 'line fit'"),
        ("with_slash", "../line", "q", "letters, digits and - only"),
        ("with_dash", "line-fit", "fit-line", "A question's id is a name as in Python; .* has 'fit-line'"),
    ],
)
def test_names_that_files_and_cells_cannot_bear_are_told(
    tmp_path: Path, folder: str, name: str, question: str, sentence: str
) -> None:
    source = (
        "from pathlib import Path\nfrom grader.exercise import Exercise, Question\n"
        f"ASKED = Question({question!r}, 'asked', 1.0, ('q',), 'pass', Path('check_q.py'))\n"
        f"EXERCISE = Exercise({name!r}, 'Made', 'made', Path('lesson.md'), (ASKED,))\n"
    )
    with pytest.raises(ExerciseError, match=sentence):
        load_exercise(made_folder(tmp_path, folder, source))


def test_a_folder_is_no_other_package_for_being_importable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (
        "from grader.exercise import Exercise\nEXERCISE = Exercise('made', 'Made', 'made', __file__, ())\n"
    )
    folder = made_folder(tmp_path, "importable_exercise", source)
    monkeypatch.syspath_prepend(tmp_path)
    assert load_exercise(folder).name == "made"


def test_a_folder_may_not_take_the_name_of_another_package(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has the name of another Python package: rename its folder"):
        load_exercise(made_folder(tmp_path, "numpy", ""))
    with pytest.raises(UsageError, match="must be named like a Python package"):
        load_exercise(made_folder(tmp_path, "line-fit", ""))


def test_what_a_course_sets_travels_although_its_class_is_known_only_once_the_exercise_is_loaded(
    tmp_path: Path,
) -> None:
    source = (
        "from dataclasses import dataclass\nfrom pathlib import Path\n"
        "from grader.exercise import Exercise, Question, Setting\n\n"
        "@dataclass(frozen=True)\nclass Aim:\n    threshold: float = 1.0\n\n"
        "EXERCISE = Exercise('aimed', 'Aimed', 'aimed', Path('lesson.md'),\n"
        "    (Question('q', 'q', 4.0, ('q',), 'q = ...', Path('check_q.py')),),\n"
        "    intro='Below {task.threshold:g}.', settings=(Setting('threshold', 'To get below.'),),\n"
        "    configure=lambda given, folder: Aim(**given), task=Aim())\n"
    )
    origin = made_folder(tmp_path, "aimed", source)
    text = f'[exercise]\nname = "{origin}"\nthreshold = 2.5\n[points]\nq = 7\n'
    exercise = settings_in(text, tmp_path, "the settings").taught
    (tmp_path / "packed").write_bytes(pickle.dumps(exercise))
    told = (
        "import pickle, sys; e = pickle.load(open(sys.argv[1], 'rb')); print(e.worded(e.intro), e.max_score)"
    )
    done = subprocess.run(
        [sys.executable, "-c", told, str(tmp_path / "packed")], capture_output=True, text=True, check=True
    )
    assert done.stdout == "Below 2.5. 7.0\n"
    assert settings_in(settings_text(exercise), tmp_path, "the settings").taught == exercise
