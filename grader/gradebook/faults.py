"""What a database or a disk said, as a sentence."""

from __future__ import annotations

import sqlalchemy

from grader.errors import GradebookError


def gradebook_error(db_url: str, error: Exception) -> GradebookError:
    """One sentence for whatever the database said."""
    said = str(getattr(error, "orig", None) or error).splitlines()[0]
    return GradebookError(
        f"The gradebook {shown(db_url)} cannot be used ({said}): "
        "free or repair it and run `gaussfit grade` again; what is graded is kept."
    )


def shown(db_url: str) -> str:
    """A gradebook's URL as it may be shown: without its password."""
    return sqlalchemy.make_url(db_url).render_as_string(hide_password=True)
