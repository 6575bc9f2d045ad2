"""What a student reads: the outputs of the executed notebook and the result in each grade cell."""

from grader.feedback.notebook import fill_notebook

__all__ = ["fill_notebook"]
