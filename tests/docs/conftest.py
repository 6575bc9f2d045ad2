"""The docs teach the exercise that ships with the grader."""

from tests.standins.density import right_answers

__all__ = ["right_answers"]
