"""One open gradebook for a whole run, and one transaction a submission.

nbgrader opens the database anew for every step of every notebook, and commits after every cell: on a class that
costs more than all the student code. Here its modules are handed one gradebook that stays open, whose commits are
held back until the submission is filed. So a run that is cut off leaves each submission filed whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import nbgrader.converters.autograde
import nbgrader.preprocessors.latesubmissions
import nbgrader.preprocessors.saveautogrades
from nbgrader.api import Gradebook

_USERS = (
    nbgrader.converters.autograde,
    nbgrader.preprocessors.latesubmissions,
    nbgrader.preprocessors.saveautogrades,
)


class SharedGradebook(Gradebook):
    """A gradebook whose `close` and `commit` wait for `really_close` and for the end of `transaction`."""

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(db_url, course_id)
        self._commit = self.db.commit
        self.db.commit = self.db.flush

    def close(self) -> None:
        """Do nothing: nbgrader closes after every step."""

    def really_close(self) -> None:
        """Close the connection."""
        super().close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that nbgrader does inside one transaction, committed at the end or rolled back."""
        with _lent(self):
            try:
                yield
                self._commit()
            except BaseException:
                self.db.rollback()
                raise
            finally:
                self.db.remove()  # forget the objects, or memory grows with the class


@contextmanager
def _lent(gradebook: SharedGradebook) -> Iterator[None]:
    """Let nbgrader's modules open this gradebook instead of a new one."""

    def opened(*_: object, **__: object) -> SharedGradebook:
        return gradebook

    originals = [module.Gradebook for module in _USERS]
    for module in _USERS:
        module.Gradebook = opened
    try:
        yield
    finally:
        for module, original in zip(_USERS, originals, strict=True):
            module.Gradebook = original
