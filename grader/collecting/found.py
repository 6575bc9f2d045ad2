"""What is found in a source: whose it is, as far as the platform tells, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Who:
    """A student as a platform names them."""

    ids: tuple[tuple[str, ...], ...] = ()
    """Identifiers by kind, the surest kind first; each kind with every way in which the file's name can be read."""
    names: tuple[str, ...] = ()
    """Their name, however it may be read; not unique."""

    @property
    def told(self) -> str:
        """For a sentence."""
        return next((text for text in (*self.names, *(kind[0] for kind in self.ids if kind)) if text), "?")


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's place and name say. Files with the same `key` and `attempt` were handed in together."""

    key: str
    who: tuple[Who, ...]
    """All who handed it in, for groups may do so together."""
    rest: tuple[str, ...]
    """The file's name as the student gave it, after the folders that it was handed in with."""
    attempt: str = ""
    late: bool | None = None
    """What the platform says; None where it says nothing."""
    when: datetime | None = None
    """When it was handed in; a platform without a zone means this machine's."""
    order: int = 0
    """The platform's own numbers, which grow."""
    why_not: str = ""
    """Why nobody can be known from it, in a sentence."""
