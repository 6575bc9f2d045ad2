"""The lesson: one text file (`lesson.md`, in jupytext's Markdown) and what fills its slots."""

from gaussfit.lesson.slots import lesson_markdown

__all__ = ["lesson_markdown"]
