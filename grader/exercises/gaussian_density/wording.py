"""How the lesson writes of a course's points: their number in words, and the code of the cell that gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

FEWEST = 3
"""Points that a Gaussian in the plane takes, and the number that the first of the words is for."""
WORDS = ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = (
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
)
ABOUT_ID = """

They are **yours alone**. Everybody starts from the same points; a map that follows from your student id swaps or flips
the axes, stretches one as much as it shrinks the other, and shifts. That keeps how well the best Gaussian does, so that
your points are as hard to fit as anybody's. Write your id into the next cell, just as your course has it, and run it.
(Capitals and blanks don't matter.) The marks go by the id that you hand in under: with another one here you would fit
the wrong points."""
"""What the lesson says of points of one's own."""
NOBODYS = "Your id is missing: write it into the cell above. Until then these points are nobody's."

Points = Sequence[tuple[float, float]]


def number_word(count: int) -> str:
    """A number of points, as one writes it."""
    return WORDS[count - FEWEST] if count < FEWEST + len(WORDS) else str(count)


def place_word(number: int) -> str:
    """The place of a point among the others, from the fourth on."""
    place = number - 1 - FEWEST
    return ORDINALS[place] if place < len(ORDINALS) else _ordinal(number)


def code_of_points(function: str, data: Points) -> str:
    """The function that gives the points to everybody."""
    return "\n".join(
        (
            f"def {function}():",
            f'    """Return the observed points: (2, {len(data)}) float32, one point a column."""',
            "    return torch.tensor(",
            "        [",
            *(f"            [{row}]," for row in _rows(data)),
            "        ],",
            "        dtype=torch.float32,",
            "    )",
        )
    )


def code_of_own_points(module: str, course: Points, pass_mark: float) -> str:
    """The text of the `module` that makes points of one's own, and its call with the course's."""
    return "\n".join(
        (
            *(module, "", "", "course = [  # everybody's points come from these"),
            *(f"    [{row}]," for row in _rows(course)),
            *("]", 'student = globals().get("student", "")'),
            f"data = torch.tensor(points_of(student, course, {pass_mark}))",
            "if not normalised(student):",
            f'    print("{NOBODYS}")',
            "data",
        )
    )


def _rows(data: Points) -> Iterator[str]:
    return (", ".join(_shown(point[axis]) for point in data) for axis in (0, 1))


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _shown(number: float) -> str:
    """A coordinate with four decimals, where it has no more."""
    four = f"{number:.4f}"
    return four if float(four) == number else repr(number)
