"""Here the exercise that ships with the grader is the point."""

from tests.standins.density import _course_template, compose_bytes, release, right_answers

__all__ = ["_course_template", "compose_bytes", "release", "right_answers"]
