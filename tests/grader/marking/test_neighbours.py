"""The marks of a submission are its own: whoever is graded before it, and wherever it has carried what it saw."""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from nbgrader.apps import NbGraderAPI

from grader.answers import Limits
from grader.checking.hidden import Hidden
from grader.classroom.grade import Options, grade_class
from grader.course import Course
from grader.exercises.gaussian_density.drawing import inputs as drawing_inputs
from grader.exercises.gaussian_density.nll import inputs as nll_inputs
from grader.gradebook.config import load_config
from grader.marking.one import mark
from grader.reading import Release, Submission, submitted
from grader.results import submission_to_json
from grader.running.outside import Runner
from grader.running.outside.sandbox import probe
from tests.standins.density import _course_template, compose_bytes, release, right_answers  # noqa: F401

pytestmark = pytest.mark.skipif(not probe().locked, reason="this machine cannot lock student code in")
LIMITS = Limits(cell_seconds=2.0, call_seconds=1.0, submission_seconds=8.0, scratch_bytes=8 << 20)
ORDERS = 3
HOSTILE = {
    "settings": """
import os, random, sys, warnings
torch.set_default_dtype(torch.float64); torch.manual_seed(7); np.random.seed(7); random.seed(7)
torch.set_grad_enabled(False); plt.rcParams["lines.linewidth"] = 0; warnings.simplefilter("error")
os.environ["MPLBACKEND"] = "pdf"; sys.path.insert(0, os.getcwd()); sys.setrecursionlimit(100)
""",
    "libraries": """
np.linalg.cholesky = torch.linalg.solve = torch.logdet = np.asarray = lambda *a, **k: 0
""",
    "files": """
import os
for name in ("torch.py", "numpy.py", "sitecustomize.py", "matplotlibrc"):
    open(name, "w").write("raise SystemExit('left behind')")
while True: open("filler" + str(os.urandom(4).hex()), "wb").write(bytes(1 << 20))
""",
    "threads": """
import threading
def spin():
    while True: plt.close("all")
for _ in range(4): threading.Thread(target=spin, daemon=True).start()
""",
    "pages": """
import ctypes, os
for module in (torch, np):
    for name in ("float32", "float64"):
        ctypes.memset(id(getattr(module, name)) + 16, 0, 64)
""",
    "end": "import os\nos._exit(3)\n",
}
CARRY = '''
import os, sys
from IPython.display import display
@RIGHT@
inner = gaussian_nll
ended, turn = [], [0]
def told(*arguments):
    """What was seen, marked so that a test can find it wherever it turns up."""
    return "CANARY " + " ".join(str(a.tolist()) for a in arguments)
def leave(text):
    open("seen.txt", "a").write(text)
    print(text); sys.stderr.write(text); os.write(1, text.encode())
    display(text); sys.displayhook(text)
    ended.append(text)
def gaussian_nll(x, Sigma, Mean):
    text = told(x, Sigma, Mean)
    leave(text)
    turn[0] += 1
    way = turn[0] % 6
    if way == 0: raise ValueError(text)
    if way == 1: raise type(text[:90], (Exception,), {"__doc__": text})(text)
    if way == 2: return type(text[:90], (), {})()
    if way == 3: return text
    if way == 4:
        gaussian_nll.__name__ = gaussian_nll.__doc__ = text
        raise SyntaxError(text, ("cell 3", 1, 1, text))
    return inner(x, Sigma, Mean)
'''
CARRY_DRAWING = """
@RIGHT@
drawn = draw_density
def draw_density(fig, Sigma, Mean):
    text = "CANARY " + str(Sigma.tolist()) + str(Mean.tolist())
    print(text)
    drawn(fig, Sigma, Mean)
    axes = fig.gca()
    axes.set_title(text); axes.set_xlabel(text); fig.suptitle(text); axes.text(0, 0, text)
    fig.canvas.manager.set_window_title(text) if fig.canvas.manager else None
    for line in axes.lines: line.set_label(text); line.set_gid(text)
    axes.legend(); plt.show()
    fig.savefig("seen.png"); open("seen.txt", "a").write(text)
    return text
"""


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner(LIMITS) as started:
        yield started


@pytest.fixture
def neighbours(
    release: Release, compose_bytes: Callable[[Mapping[str, str]], bytes], right_answers: dict[str, str]
) -> dict[str, Submission]:
    """Hostile submissions, and honest ones: right, wrong in part, unseeded, and untouched."""
    random_parameters = (
        "import random\nA, B, C = 3.49, -1.35, 0.97\nX, Y = random.random(), float(torch.rand(()))\n"
    )
    wrong = right_answers["gaussian_nll"].replace("0.5 * quadratic", "quadratic")
    honest = {
        "right": right_answers,
        "wrong": {**right_answers, "gaussian_nll": wrong},
        "unseeded": {**right_answers, "parameters": random_parameters},
        "untouched": {},
    }
    hostile = {
        name: {**right_answers, "gaussian_nll": source + right_answers["gaussian_nll"]}
        for name, source in HOSTILE.items()
    }
    return {
        name: submitted(compose_bytes(answers), release) for name, answers in {**honest, **hostile}.items()
    }


def marks_of(name: str, submission: Submission, runner: Runner, release: Release) -> dict[str, Any]:
    """All that is told of a submission, but for its seconds."""
    marked = mark(submission, name, release=release, runner=runner, seed="of a test")
    return {**submission_to_json(marked.result), "seconds": None}


def test_any_order_with_hostile_neighbours_gives_the_marks_that_each_gets_alone(
    neighbours: dict[str, Submission], runner: Runner, release: Release
) -> None:
    honest = {name: each for name, each in neighbours.items() if name not in HOSTILE}
    alone = {}
    for name, submission in honest.items():
        with Runner(LIMITS) as own:
            alone[name] = marks_of(name, submission, own, release)
    assert alone["right"]["score"] == 30
    assert 0 == alone["untouched"]["score"] < alone["wrong"]["score"] < 30
    for order in range(ORDERS):
        names = list(neighbours)
        random.Random(order).shuffle(names)
        given = {name: marks_of(name, neighbours[name], runner, release) for name in names}
        assert {name: given[name] for name in honest} == alone, names


def hidden_numbers(seed: str) -> set[str]:
    """The hidden inputs as Python prints them, those of so many digits that no other number looks like them."""
    nll, drawing = Hidden(seed, "gaussian_nll"), Hidden(seed, "draw_density")
    inputs = [nll_inputs.mirrored, nll_inputs.rings, nll_inputs.scaled, nll_inputs.narrow, nll_inputs.far]
    arrays = [array for make in inputs for case in [make(nll)] for array in (case.x, case.Sigma, case.Mean)]
    arrays += [array for case in drawing_inputs.gaussians(drawing) for array in (case.Sigma, case.Mean)]
    shown = {repr(number) for array in arrays for number in array.ravel().tolist()}
    return {number.lstrip("-")[:12] for number in shown if len(number) > 13}


def test_no_hidden_input_is_in_anything_that_grading_writes(
    course: Course,
    submit: Callable[[str, bytes], Path],
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    right_answers: dict[str, str],
    tmp_path: Path,
) -> None:
    answers = {
        "gaussian_nll": CARRY.replace("@RIGHT@", right_answers["gaussian_nll"]),
        "draw_density": CARRY_DRAWING.replace("@RIGHT@", right_answers["draw_density"]),
        "parameters": right_answers["parameters"],
    }
    raw = compose_bytes(answers)
    submit("carrier", raw)
    report = grade_class(course, Options(jobs=1, limits=LIMITS))
    assert report["submissions"][0]["status"] == "graded"
    assert report["submissions"][0]["questions"][0]["score"] is not None
    assert NbGraderAPI(config=load_config(course)).generate_feedback("gaussian-density", "carrier")["success"]
    written = {"report": json.dumps(report)}
    for folder in ("autograded", "feedback", ".gaussfit"):
        for path in (course.root / folder).rglob("*"):
            if path.is_file() and path.name != "seed":
                written[str(path.relative_to(course.root))] = path.read_text(errors="replace")
    assert {name.split("/")[0] for name in written} == {"report", "autograded", "feedback", ".gaussfit"}
    numbers = hidden_numbers((course.root / ".gaussfit" / "seed").read_text().strip())
    assert len(numbers) > 20
    for name, text in written.items():
        encoded = [each for each in re.findall(r"[A-Za-z0-9+/=]{500,}", text) if len(each) % 4 == 0]
        plain = text + b"".join(map(base64.b64decode, encoded)).decode("latin-1")
        seen = re.findall(r"CANARY.{0,5}\[\[.{0,80}", plain)
        assert seen == [], name
        assert [number for number in numbers if number in plain] == [], name
