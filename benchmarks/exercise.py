"""The exercise that is measured and tested, and its names."""

from __future__ import annotations

from grader.loading import load_exercise

EXERCISE = load_exercise()
ASSIGNMENT = EXERCISE.name
QUESTIONS = EXERCISE.ids
