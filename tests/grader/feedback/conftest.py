"""A class with an honest and some hostile submissions, graded, with nbgrader's feedback pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from nbgrader.apps import NbGraderAPI

from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course
from grader.course import Course
from grader.gradebook.config import load_config
from grader.running.outside.sandbox import probe
from tests.standins.toy import ASSIGNMENT, EXCHANGED, FOLDER

MARKER = "EVILTEXT"
"""Stands in every hostile text, so that a test can ask where they ended up."""
TEX = rf"$\href{{javascript:alert(1)}}{{{MARKER}}}$"
HOSTILE_CODE = {
    "stdout": f"print('<script>alert(1)</script>{MARKER}')\nprint(r'{TEX}')",
    "stderr": f"import sys\nprint('<img src=x onerror=alert(1)>{MARKER}', file=sys.stderr)",
    "ansi": (
        f"print('\\x1b[31m<svg onload=alert(1)>{MARKER}\\x1b[0m')\n"
        "print('\\x1b]8;;javascript:alert(1)\\x07link\\x1b]8;;\\x07')"
    ),
    "exception name": (
        "made = type('<script>alert(1)</script>', (Exception,), {})\n"
        f"raise made('<iframe src=javascript:alert(1)>{MARKER}')"
    ),
    "exception message": f"raise ValueError('</pre><script>alert(1)</script>{MARKER}')",
    "html display": f"from IPython.display import HTML, display\ndisplay(HTML('<script>alert(1)</script>{MARKER}'))",
    "javascript display": "from IPython.display import Javascript, display\ndisplay(Javascript('alert(1)'))",
    "svg display": (
        "from IPython.display import SVG, display\n"
        'display(SVG(\'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>\'))'
    ),
    "markdown display": (
        "from IPython.display import Markdown, Latex, display\n"
        f"display(Markdown('[x](javascript:alert(1)) {MARKER}'), Latex(r'{TEX}'))"
    ),
    "raw display": (
        "from IPython.display import publish_display_data\n"
        f"publish_display_data({{'text/html': '<script>{MARKER}', 'text/plain': '<b onclick=alert(1)>{MARKER}'}})"
    ),
    "plain text": f"class R:\n    def __repr__(self): return '<script>alert(1)</script>{MARKER}'\nR()",
    "html magic": f"%%html\n<script>alert(1)</script>{MARKER}",
    "javascript magic": f"%%javascript\nalert('{MARKER}')",
    "comment": f"# </pre></div><script>alert(1)</script> {MARKER} {TEX}\nx = '</script><script>alert(1)</script>'",
}
HOSTILE_MARKDOWN = (
    f"<script>alert(1)</script>{MARKER}",
    f"# <img src=x onerror=alert(1)>{MARKER} {TEX}",
    f"{TEX} at the start",
    f"```\n</code></pre><script>alert(1)</script>{MARKER}\n```\n<iframe src='javascript:alert(1)'></iframe>{MARKER}",
    f"`````\n<b onclick=alert(1)>{MARKER}</b>\n~~~\n````text\n<script>{MARKER}</script>",
    f"$$\n\\href{{javascript:alert(1)}}{{{MARKER}}}\n$$\n\n\\begin{{x}}<script>{MARKER}</script>\\end{{x}}",
    f"[{MARKER}](javascript:alert(1)) ![x](attachment:a.svg) <javascript:alert(1)>",
    f"text\n\r\n```\r<script>alert(1)</script>{MARKER}\r```\u2028<script>{MARKER}</script>",
    f"<details open ontoggle=alert(1)>{MARKER}</details><style>*{{display:none}}</style>",
)
HOSTILE_NAME = (
    "def fit_line(x, y):\n"
    f"    raise type('<script>{MARKER}</script>', (Exception,), {{}})(r'<img src=x onerror=alert(1)>{TEX}')\n"
)


@pytest.fixture(scope="session")
def fast_options() -> Options:
    """Locked in where this machine can."""
    return Options(sandbox="locked" if probe().locked else "process")


@pytest.fixture(scope="session")
def hostile_class(
    tmp_path_factory: pytest.TempPathFactory,
    right_answers: Mapping[str, str],
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    fast_options: Options,
) -> Course:
    """The course, graded, with the feedback pages of `honest` and `hostile` made by nbgrader."""
    course = make_course(tmp_path_factory.mktemp("feedback") / "course", exercise=str(FOLDER))
    honest = json.loads(compose_bytes({**right_answers, "fit_line": EXCHANGED}))
    honest["cells"].append(_cell("markdown", "I think it is $x^2$."))
    hostile = json.loads(compose_bytes({**right_answers, "fit_line": HOSTILE_NAME}))
    hostile["cells"] += [_cell("code", source) for source in HOSTILE_CODE.values()]
    hostile["cells"] += [_cell("markdown", source) for source in HOSTILE_MARKDOWN]
    hostile["metadata"]["title"] = f"</title><script>{MARKER}</script>"
    for student, notebook in (("honest", honest), ("hostile", hostile)):
        _put(course.submission_path(student), json.dumps(notebook).encode())
    graded = grade_class(course, fast_options)
    reasons = [result["reason"] for result in graded["submissions"] if result["status"] != "graded"]
    if reasons:
        raise RuntimeError(f"The hostile class could not be graded: {reasons}")
    made = NbGraderAPI(config=load_config(course)).generate_feedback(ASSIGNMENT)
    if not made["success"]:
        raise RuntimeError(made["log"])
    return course


@pytest.fixture(scope="session")
def feedback_page(hostile_class: Course) -> Callable[[str], str]:
    """The text of a student's feedback page."""
    folder = hostile_class.root / "feedback"
    return lambda student: (folder / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def marker() -> str:
    return MARKER


@pytest.fixture(scope="session")
def hostile_sources() -> tuple[str, ...]:
    return (*HOSTILE_CODE.values(), *HOSTILE_MARKDOWN)


def _cell(cell_type: str, source: str) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": cell_type, "metadata": {}, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if cell_type == "code" else {})


def _put(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
