"""The example of an exercise of one's own, from an empty folder to graded submissions, by the commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course, open_course
from grader.errors import UsageError
from grader.export.handout import handout
from grader.loading import load_exercise
from grader.reading import load_release
from grader.reading.compose import composed_bytes
from grader.running.outside.sandbox import probe

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "line_fit"
PAGE = (ROOT / "docs" / "own-exercise.md").read_text(encoding="utf-8")
LISTINGS = re.findall(r"^(`{3,})(\w+)\n(.*?)^\1$", PAGE, flags=re.MULTILINE | re.DOTALL)
LINE = (FOLDER / "line.py").read_text(encoding="utf-8")
RESIDUALS = "def residuals(x, y, slope, intercept):\n    return y - slope * x - intercept\n"
FIT = "def fit_line(x, y):\n    return torch.tensor(np.polyfit(x.numpy(), y.numpy(), 1).copy())\n"
CLASS = {
    "right": {"residuals": RESIDUALS, "fit_line": FIT},
    "exchanged": {"residuals": RESIDUALS, "fit_line": FIT.replace("1).copy()", "1)[::-1].copy()")},
    "upside-down": {
        "residuals": RESIDUALS.replace("y -", "-y +", 1).replace("- inter", "+ inter"),
        "fit_line": FIT,
    },
    "untouched": {},
}


def run(*command: str) -> str:
    script = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run([script, *command[1:]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def page_commands() -> list[str]:
    """The commands of the page, a line each."""
    [listing] = [text for _, language, text in LISTINGS if language == "sh"]
    lines = [line.partition("#")[0].strip() for line in listing.splitlines()]
    return [line for line in lines if line]


def run_line(line: str) -> None:
    """One of the page's lines, as a shell at the root of the repository runs it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, line + done.stdout + done.stderr
    if "--check" in line:
        assert done.stdout + done.stderr == ""


def hand_in(course: Course) -> None:
    release = load_release(course.release_path, course.exercise)
    for student, answers in CLASS.items():
        path = course.submission_path(student)
        path.parent.mkdir(parents=True)
        path.write_bytes(composed_bytes(release, answers))


@pytest.mark.parametrize("listing", [text for _, language, text in LISTINGS if language != "sh"])
def test_the_listings_of_the_page_are_the_files_of_the_example(listing: str) -> None:
    """Each run of lines between two lines of `...` stands in one file of the example, as it is, in this order."""
    parts = [part.strip("\n") for part in re.split(r"^ *\.\.\.\n", listing, flags=re.MULTILINE)]
    pattern = re.compile(".*?".join(re.escape(part) for part in parts), flags=re.DOTALL)
    files = [path for path in FOLDER.iterdir() if path.suffix in (".py", ".md")]
    assert [path.name for path in files if pattern.search(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, dict[str, Any]]:
    root = tmp_path_factory.mktemp("lines") / "my-course"
    for command in page_commands():
        if command.startswith("gaussfit grade"):
            hand_in(open_course(root))
            command += "" if probe().locked else " --sandbox=process"
        run_line(command.replace("my-course", str(root)).replace("marks.json", str(root / "marks.json")))
    course = open_course(root)
    run("gaussfit", "report", "--course", str(root), "--csv", str(root / "marks.csv"))
    marks = json.loads((root / "marks.json").read_text(encoding="utf-8"))
    return course, {result["student"]: result for result in marks["submissions"]}


def test_each_answer_gets_the_marks_that_it_deserves(graded: tuple[Course, dict[str, Any]]) -> None:
    scores = {student: (result["score"], result["max_score"]) for student, result in graded[1].items()}
    assert scores == {
        "right": (10.0, 10.0),
        "exchanged": (4.0, 10.0),
        "upside-down": (6.0, 10.0),
        "untouched": (0.0, 10.0),
    }


def test_a_mark_is_explained_with_and_without_words_of_the_exercise(
    graded: tuple[Course, dict[str, Any]],
) -> None:
    course, _ = graded
    sandbox = [] if probe().locked else ["--sandbox=process"]
    told = run("gaussfit", "explain", "exchanged", "--course", str(course.root), *sandbox)
    assert "nothing that they follow from has changed" in " ".join(told.split())
    assert "fit_line(x, y)" in told
    assert "slope-and-intercept-exchanged" in told
    assert "should be" in told
    told = run(
        "gaussfit",
        "explain",
        "upside-down",
        "--question",
        "residuals",
        "--course",
        str(course.root),
        *sandbox,
    )
    assert "residuals(argument_0, argument_1, argument_2, argument_3)" in told
    assert "returned [" in told
    assert "fit_line" not in told


def test_the_mistake_is_named(graded: tuple[Course, dict[str, Any]]) -> None:
    question = graded[1]["exchanged"]["questions"][1]
    assert question["misconceptions"] == ["slope-and-intercept-exchanged"]


def test_release_feedback_and_report_are_about_the_line(graded: tuple[Course, dict[str, Any]]) -> None:
    course, _ = graded
    released = course.release_path.read_text(encoding="utf-8")
    assert "fit_line is not written yet" in released
    assert "SOLUTION" not in released
    assert "dx * dy" not in released
    filed = course.autograded_path("right").read_text(encoding="utf-8")
    assert "The points and your line" in filed
    page = (course.root / "feedback" / "exchanged" / "line-fit" / "line-fit.html").read_text(encoding="utf-8")
    assert "which is to come first?" in page
    table = (course.root / "marks.csv").read_text(encoding="utf-8").splitlines()
    assert "slope,intercept" in table[0]
    assert "gaussian" not in (course.root / "report.html").read_text(encoding="utf-8").lower()


def test_an_export_that_could_not_carry_the_exercise_is_refused(
    graded: tuple[Course, dict[str, Any]],
) -> None:
    with pytest.raises(UsageError, match="teaches line-fit, which an export cannot carry"):
        handout(graded[0].root)


def test_the_model_answers_are_the_source_of_the_package() -> None:
    exercise = load_exercise(str(FOLDER))
    from grader.authoring.source import source_notebook

    notebook = source_notebook(exercise)
    assert "return y - (slope * x + intercept)" in notebook
    assert exercise.max_score == 10
