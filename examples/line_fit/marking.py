"""What the exercise adds to marks: a name for one mistake, a picture for the feedback page, numbers for staff."""

from __future__ import annotations

import numpy as np

from grader.checking import Call, Student
from grader.exercise import Asked, Facts, Picture
from grader.explained import Compared, Explained, Explaining
from grader.feedback.svg import Frame, axes, dot, inside, line, picture
from grader.results import Diagnosis
from line_fit.inputs import best

X = np.array([0, 1, 2, 3, 4], dtype=np.float32)
Y = np.array([1.1, 1.4, 2.2, 2.4, 3.2], dtype=np.float32)
"""The lesson's own points: what is shown of them gives no hidden input away."""
LIMIT = 100.0


def diagnose_fit(student: Student) -> tuple[Diagnosis, ...]:
    """`slope-and-intercept-exchanged`, where the exchanged answer would be right."""
    for call in student.calls:
        if call.name == "fit_line" and call.answer.value is not None and call.answer.value.array is not None:
            x, y = (argument.astype(float) for argument in call.arguments)
            found = call.answer.value.array
            if found.shape == (2,) and np.allclose(found[::-1], np.polyfit(x, y, 1), atol=1e-3):
                told = "The two numbers are right, but exchanged: which is to come first?"
                return (Diagnosis("slope-and-intercept-exchanged", told),)
    return ()


def fit_facts(session: Asked) -> Facts:
    """The student's line through the lesson's points; nothing where there is none."""
    value = session.call("fit_line", [X, Y]).value
    if value is None or value.array is None or value.array.shape != (2,):
        return {}
    slope, intercept = value.array.tolist()
    return {"slope": slope, "intercept": intercept} if max(abs(slope), abs(intercept)) < LIMIT else {}


def explain_fit(call: Call) -> Explained:
    """Slope and intercept beside the best ones, for `gaussfit explain`."""
    value = call.answer.value
    if value is None or value.array is None or value.array.shape != (2,):
        return Explained()
    rows = zip(("slope", "intercept"), value.array.tolist(), best(*call.arguments), strict=True)
    return Explained(compared=tuple(Compared(*row, allowed=1e-3) for row in rows))


def fit_pictures(facts: Facts) -> tuple[Picture, ...]:
    """The lesson's points with the student's line."""
    slope, intercept = facts.get("slope"), facts.get("intercept")
    if not isinstance(slope, float) or not isinstance(intercept, float):
        return ()
    frame = Frame(30, 8, 300, 200, (-0.5, 4.5), (0.0, 4.0))
    left, right = (frame.y(slope * x + intercept) for x in frame.xlim)
    drawn = [dot(frame.x(x), frame.y(y), 4, "gf-data") for x, y in zip(X, Y, strict=True)]
    drawn.append(line(frame.left, left, frame.left + frame.width, right, "gf-own"))
    told = f"Your line has the slope {slope:.3g} and the intercept {intercept:.3g}."
    body = [*axes(frame, [0.0, 2.0, 4.0], [0.0, 2.0, 4.0]), inside(frame, drawn)]
    return (Picture(picture("line", 340, 232, "The points and your line", told, body), (told,)),)


EXPLAIN = Explaining({"fit_line": ("x", "y")}, call=explain_fit)
