"""Attacks from tests/hostile, graded by nbgrader alone and by this grader: the points that each gives.

    python -m benchmarks.attacks

nbgrader runs the notebooks without any lock, so only those attacks are chosen that cannot harm the machine: changed
libraries, forged output, displays, theft from the process's own memory, early ends. Attacks by time, memory,
processes, files outside the notebook's folder and the network are left out: nbgrader would carry them out.
"""

from __future__ import annotations

import copy
import json
import re
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from benchmarks.exercise import ASSIGNMENT, EXERCISE
from benchmarks.labelled import QUESTIONS, labelled_answers
from benchmarks.measuring import table
from benchmarks.peer import make_peer, nbgrader
from grader.answers import Limits
from grader.marking.one import mark
from grader.reading import Release, load_release, packaged_release, submitted
from grader.reading.compose import compose
from grader.running.outside import Runner

ATTACKS = Path(__file__).parents[1] / "tests" / "hostile" / "attacks"
HARMLESS = {
    "in_process": None,
    "tampering": {
        "allclose is always true",
        "The built-in functions lie",
        "An object that equals everything",
        "A tensor that overrides every operation",
        "An array that answers whoever asks",
        "Results printed in the grader's own words",
        "IPython is replaced",
        "matplotlib pretends that something was drawn",
        "Change the arguments, and swear not to have",
        "Parameters that are no numbers",
        "Parameters that differ each time they are read",
        "GeneratorExit, KeyboardInterrupt, SystemExit in place of an answer",
    },
    "theft": {
        "Answer with what the grader knows, found by name in the frames",
        "Remember the inputs of one call for the next",
    },
}
"""By area: the titles of the attacks that may run without a lock; None for all of an area."""
POINTS = 10.0
CONFIG = """
c.ExecutePreprocessor.timeout = 30
c.Execute.timeout = 30
"""


@dataclass(frozen=True)
class Attack:
    """An attack as a notebook: a cell before the answers, the answers, a cell after them."""

    area: str
    title: str
    before: str
    answers: dict[str, str]
    after: str
    least: float
    most: float

    def notebook(self, release: Release) -> dict[str, Any]:
        """The released notebook with the attack in it."""
        notebook = copy.deepcopy(compose(release, self.answers))
        cells = notebook["cells"]
        places = [n for n, cell in enumerate(cells) if _grade_id(cell) in self.answers]
        # The later one first, so that the place of the other stays right.
        for place, source in ((places[-1] + 1, self.after), (places[0], self.before)):
            if source:
                cells.insert(place, _code_cell(source, place))
        return notebook


def _grade_id(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _code_cell(source: str, place: int) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": f"attack-{place}",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def harmless_attacks() -> list[Attack]:
    """The chosen attacks, with right answers where an attack has none of its own."""
    right = {question: labelled_answers(question, "right")[0].source for question in QUESTIONS}
    return [
        _attack(area, row, right)
        for area, titles in HARMLESS.items()
        for row in tomllib.loads((ATTACKS / f"{area}.toml").read_text())["attack"]
        if titles is None or row["title"] in titles
    ]


def _attack(area: str, row: dict[str, Any], right: dict[str, str]) -> Attack:
    answers = {
        question: row.get(question, right[question]).replace("@RIGHT@", right[question])
        for question in QUESTIONS
    }
    deserves = [row.get("deserves", {}).get(question, POINTS) for question in QUESTIONS]
    ranges = [points if isinstance(points, list) else [points, points] for points in deserves]
    sources = row.get("before", "") + row.get("after", "") + "".join(answers.values())
    if unfilled := re.search("@[A-Z]+@", sources):
        raise ValueError(f"{row['title']!r} needs {unfilled[0]}, which only the tests know: choose another.")
    return Attack(
        area=area,
        title=row["title"],
        before=row.get("before", ""),
        answers=answers,
        after=row.get("after", ""),
        least=sum(low for low, _ in ranges),
        most=sum(high for _, high in ranges),
    )


def points_by_nbgrader(attacks: list[Attack], folder: Path) -> dict[str, float]:
    """The points that nbgrader alone gives, by student; an attack that it cannot grade is missing."""
    make_peer(folder, [])
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(CONFIG)
    release = load_release(folder / "assignments" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", EXERCISE)
    for number, attack in enumerate(attacks):
        path = folder / "submitted" / _student(number) / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(attack.notebook(release)))
    points = {}
    for number in range(len(attacks)):
        try:
            nbgrader(folder, "autograde", ASSIGNMENT, f"--student={_student(number)}", "--create")
        except SystemExit as error:
            print(f"nbgrader could not grade {attacks[number].title!r}: {str(error)[-200:]}")
            continue
        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
            points[_student(number)] = gradebook.find_submission(ASSIGNMENT, _student(number)).score
    return points


def points_by_us(attacks: list[Attack]) -> dict[str, float | None]:
    """The points that this grader gives, by student."""
    release = packaged_release(EXERCISE)
    limits = Limits(cell_seconds=10, call_seconds=2, submission_seconds=30)
    points = {}
    with Runner(limits) as runner:
        for number, attack in enumerate(attacks):
            raw = json.dumps(attack.notebook(release)).encode()
            marked = mark(
                submitted(raw, release), _student(number), release=release, runner=runner, seed="benchmark"
            )
            points[_student(number)] = marked.result.score
    return points


def _student(number: int) -> str:
    return f"attack{number:02}"


def main() -> None:
    """Print the table."""
    attacks = harmless_attacks()
    ours = points_by_us(attacks)
    with tempfile.TemporaryDirectory() as folder:
        theirs = points_by_nbgrader(attacks, Path(folder) / "peer")
    rows = []
    for number, attack in enumerate(attacks):
        deserved = (
            f"{attack.least:g}" if attack.least == attack.most else f"{attack.least:g} to {attack.most:g}"
        )
        given = theirs.get(_student(number))
        rows.append((attack.title, deserved, "not graded" if given is None else f"{given:g}",
                     f"{ours[_student(number)]:g}"))  # fmt: skip
    print(table(("attack (of 30 points)", "deserved", "nbgrader alone", "gaussfit"), rows))


if __name__ == "__main__":
    main()
