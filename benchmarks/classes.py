"""Classes to grade: courses of any size with a realistic mix of submissions, the same ones each time."""

from __future__ import annotations

import base64
import io
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.exercise import EXERCISE
from benchmarks.labelled import QUESTIONS, Labelled, labelled_answers
from grader.classroom.init import make_course
from grader.course import Course
from grader.reading import Release, load_release
from grader.reading.compose import compose

MIX = (("right", 0.55), ("wrong", 0.30), ("unfinished", 0.12), ("broken", 0.03))
"""What comes in at the end of a term: most are right, some have a slip or two, some stopped half-way."""
HOSTILE = {
    "loops": "def gaussian_nll(x, Sigma, Mean):\n    while True:\n        pass\n",
    "loops in the cell": "while True:\n    pass\n",
    "floods": "def gaussian_nll(x, Sigma, Mean):\n    while True:\n        print('flood ' * 1000)\n",
    "floods in the cell": "while True:\n    print('flood ' * 1000)\n",
    "hoards": "hoard = []\nwhile True:\n    hoard.append(bytearray(50_000_000))\n",
}
BROKEN = b'{"cells": [{"cell_type": "code", "source": "A = 3"'
SLOW = ("endless", "slow")
"""Answers that wait on purpose; the hostile class is where they are measured."""


def class_of(count: int, release: Release, seed: int = 2024) -> Iterator[tuple[str, bytes]]:
    """`count` students with the bytes that each hands in. A larger class begins with the smaller one."""
    choose = random.Random(seed)
    answers = {
        (question, kind): _answers(question, kind) for question in QUESTIONS for kind in ("right", "wrong")
    }
    pictures = _pictures()
    kinds, weights = zip(*MIX, strict=True)
    for number in range(count):
        kind = choose.choices(kinds, weights)[0]
        picked = {question: choose.choice(answers[question, "right"]).source for question in QUESTIONS}
        if kind == "wrong":
            for question in choose.sample(QUESTIONS, choose.choice((1, 1, 2))):
                picked[question] = choose.choice(answers[question, "wrong"]).source
        if kind == "unfinished":
            for question in choose.sample(QUESTIONS, choose.choice((1, 2, 2, 3))):
                del picked[question]
        raw = BROKEN if kind == "broken" else handed_in(release, picked, choose, pictures)
        yield f"s{number:05}", raw


def hostile_class_of(count: int, release: Release, every: int = 10) -> Iterator[tuple[str, bytes]]:
    """The same class, but every tenth student hands in something that loops for ever, floods or hoards."""
    choose = random.Random(1)
    kinds = list(HOSTILE.values())
    pictures = _pictures()
    right = {question: _answers(question, "right")[0].source for question in QUESTIONS}
    for number, (student, raw) in enumerate(class_of(count, release)):
        if number % every == every - 1:
            attack = kinds[number // every % len(kinds)]
            raw = handed_in(release, right | {"gaussian_nll": attack}, choose, pictures)
        yield student, raw


def handed_in(
    release: Release, answers: Mapping[str, str], choose: random.Random, pictures: list[dict[str, Any]]
) -> bytes:
    """A file as Jupyter saves it after the last run: with the pictures that the cells showed."""
    notebook = compose(release, answers)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "display-only" in cell["metadata"].get("tags", []):
            cell["outputs"] = [choose.choice(pictures)]
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode() + b"\n"


def course_with(folder: Path, students: Iterator[tuple[str, bytes]] | None = None, count: int = 0) -> Course:
    """A new course in `folder` with these submissions, or with a class of `count`."""
    course = make_course(folder)
    if students is None:
        students = class_of(count, load_release(course.release_path, EXERCISE))
    for student, raw in students:
        path = course.submission_path(student)
        path.parent.mkdir(parents=True)
        path.write_bytes(raw)
    return course


def _answers(question: str, kind: Any) -> list[Labelled]:
    return [answer for answer in labelled_answers(question, kind) if answer.name not in SLOW]


def _pictures() -> list[dict[str, Any]]:
    """Outputs with pictures of the size that the lesson's cells leave."""
    from matplotlib.figure import Figure

    outputs = []
    for number in range(4):
        figure = Figure(figsize=(5, 5))
        figure.subplots().scatter(*[[random.Random(n).gauss(0, 1) for n in range(number, 500)]] * 2)
        png = io.BytesIO()
        figure.savefig(png, format="png")
        data = {"image/png": base64.b64encode(png.getvalue()).decode()}
        outputs.append({"output_type": "display_data", "data": data, "metadata": {}})
    return outputs
