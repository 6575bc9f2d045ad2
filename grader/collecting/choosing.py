"""Of all that a student handed in, the one notebook that counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from grader.collecting import Form
from grader.collecting.found import Who
from grader.collecting.notebooks import copy_number, is_notebook
from grader.collecting.sources import Source
from grader.errors import RejectedSubmission
from grader.reading import MAX_BYTES
from grader.reading.archives import Entry, is_zip
from grader.reading.folder import shown

MOST_ZIPS, MOST_DEEP, MOST_NAMED = 5, 2, 3
"""How many archives of a student are looked into, and how deep in each other; how many files are named."""


@dataclass(frozen=True)
class Handed:
    """A file, under the name that its student gave it."""

    entry: Entry
    rest: tuple[str, ...]
    order: int = 0


@dataclass
class Bundle:
    """What one student handed in at once."""

    source: Source
    form: Form
    key: str
    who: tuple[Who, ...]
    late: bool | None
    when: datetime | None
    rank: int
    """Of the sources as they were named, the first is 0."""
    why_not: str = ""
    files: list[Handed] = field(default_factory=list)

    @property
    def order(self) -> int:
        """The platform's highest number of a file in it."""
        return max((handed.order for handed in self.files), default=0)

    @property
    def wanted(self) -> list[Handed]:
        """Those that are, or may hold, a notebook."""
        return [each for each in self.files if is_notebook(each.entry.name) or is_zip(each.entry.name)]


@dataclass(frozen=True)
class Chosen:
    """The notebook that counts."""

    raw: bytes
    told: str
    """Where it came from."""
    entry: Entry
    """The file of the source, or the archive in it."""
    bundle: Bundle
    notes: tuple[str, ...] = ()


class Nothing(Exception):
    """There is no notebook to take; says why, in a sentence."""


def choose(bundles: Sequence[Bundle], assignment: str) -> Chosen:
    """The newest notebook. What cannot be read is told, and the next is taken.

    Raises:
        Nothing: there is none, or nothing tells which of several counts.
    """
    newest_first = sorted(bundles, key=_age, reverse=True)
    notes: list[str] = []
    for bundle in newest_first:
        try:
            chosen = _of_bundle(bundle, assignment)
        except Nothing as reason:
            notes.append(str(reason))
            continue
        return Chosen(chosen.raw, chosen.told, chosen.entry, bundle, (*notes, *chosen.notes))
    raise Nothing(" ".join(dict.fromkeys(notes)))


def _age(bundle: Bundle) -> tuple[float, int, int]:
    return (bundle.when.timestamp() if bundle.when else 0.0, bundle.order, bundle.rank)


def _of_bundle(bundle: Bundle, assignment: str) -> Chosen:
    ordered = bundle.form in ("canvas", "moodle", "gradescope", "blackboard", "brightspace")
    level = _Level(bundle, assignment, bundle.source, trusted_times=not ordered)
    return level.choose(bundle.files, deep=0)


@dataclass(frozen=True)
class _Level:
    """One source, or an archive in it."""

    bundle: Bundle
    assignment: str
    source: Source
    trusted_times: bool

    def choose(self, files: Sequence[Handed], deep: int) -> Chosen:
        """Under the assignment's name first, then what archives hold, then whatever is a notebook."""
        problems = [f"{shown(each.entry.name)}: {each.entry.problem}" for each in files if each.entry.problem]
        files = [each for each in files if not each.entry.problem]
        notebooks = sorted(
            (each for each in files if is_notebook(each.entry.name)), key=self._newness, reverse=True
        )
        named = [each for each in notebooks if self._copy(each) is not None]
        zips = sorted((each for each in files if is_zip(each.entry.name)), key=self._newness, reverse=True)
        fallback: Chosen | None = None
        for chosen in (*self._readable(named, problems), *self._in_zips(zips, deep, problems)):
            if copy_number(chosen.told.rpartition("/")[2], self.assignment) is not None:
                return chosen
            fallback = fallback or chosen
        others = [each for each in notebooks if each not in named]
        self._require_order(others)
        for chosen in self._readable(others, problems):
            return chosen
        if fallback is not None:
            return fallback
        raise Nothing(" ".join(problems) or _no_notebook(files))

    def _copy(self, handed: Handed) -> int | None:
        return copy_number(handed.rest[-1] if handed.rest else handed.entry.name, self.assignment)

    def _newness(self, handed: Handed) -> tuple[float, ...]:
        changed = handed.entry.changed if self.trusted_times else 0.0
        return (handed.order, changed, self._copy(handed) or 0, handed.entry.number)

    def _require_order(self, others: Sequence[Handed]) -> None:
        """Of notebooks under other names the newest counts, if something tells which that is."""
        if len(others) > 1 and self._newness(others[0])[:3] == self._newness(others[1])[:3]:
            names = ", ".join(shown("/".join(each.rest)) for each in others[:MOST_NAMED])
            raise Nothing(
                f"There are {len(others)} notebooks ({names}), none is called {self.assignment}.ipynb, and nothing "
                "tells which counts: ask, or rename the right one."
            )

    def _readable(self, notebooks: Sequence[Handed], problems: list[str]) -> Iterator[Chosen]:
        """The newest that can be read."""
        for index, handed in enumerate(notebooks):
            name = shown("/".join(handed.rest) or handed.entry.name)
            try:
                raw = self.source.read(handed.entry, MAX_BYTES)
            except RejectedSubmission as reason:
                problems.append(str(reason))
                continue
            if len(raw) > MAX_BYTES:
                problems.append(
                    f"{name} has more than {MAX_BYTES >> 20} MB: ask for it with its outputs cleared."
                )
                continue
            notes = list(problems)
            if len(notebooks) - index > 1:
                left = ", ".join(shown(each.rest[-1]) for each in notebooks[index + 1 :][:MOST_NAMED])
                notes.append(f"Of {len(notebooks)} notebooks {name} was taken, the newest; left was {left}.")
            told = f"{self.source.told}/{shown('/'.join(handed.entry.path))}"
            yield Chosen(raw, told, handed.entry, self.bundle, tuple(notes))
            return

    def _in_zips(self, zips: Sequence[Handed], deep: int, problems: list[str]) -> Iterator[Chosen]:
        if deep >= MOST_DEEP:
            return
        for handed in zips[:MOST_ZIPS]:
            try:
                with self.source.archive(handed.entry) as inner:
                    files = [Handed(entry, entry.path) for entry in inner.entries()]
                    level = _Level(self.bundle, self.assignment, inner, trusted_times=True)
                    found = level.choose(files, deep + 1)
            except (Nothing, RejectedSubmission) as reason:
                problems.append(f"{shown(handed.entry.name)}: {reason}")
                continue
            yield Chosen(found.raw, found.told, handed.entry, self.bundle, found.notes)


def _no_notebook(files: Sequence[Handed]) -> str:
    names = ", ".join(shown(each.rest[-1] if each.rest else each.entry.name) for each in files[:MOST_NAMED])
    return f"There is no notebook in what was handed in ({names or 'nothing'}): ask for the .ipynb file."
