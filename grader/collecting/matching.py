"""Which student a platform means: by its own ids, in the one column of the roster that has them; else by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.collecting import Form
from grader.collecting.found import Who
from grader.collecting.names import same
from grader.collecting.people import People, may_be_folder, name_keys

FAIR_PART = 3
"""A column must have a third of a source's ids, or it has them by chance."""
OWN_IDS: frozenset[Form] = frozenset({"folder", "github", "blackboard", "exchange", "pattern"})
"""Forms whose names can be the ids of a course that has no roster."""

HINTS: Mapping[Form, str] = {
    "canvas": "give the file of Grades → Export as --roster, whose column ID has Canvas's user ids",
    "moodle": "give the grading worksheet as --roster, whose column Identifier has the participants' numbers",
    "gradescope": "give a roster with a column of Gradescope's student ids or e-mail addresses",
    "github": "give classroom_roster.csv as --roster, or one with a column of the logins",
    "blackboard": "give a roster with a column of Blackboard's user names",
    "brightspace": "give a roster with the names as Brightspace has them",
    "folder": "name folders and files by the students' ids, give a roster that has the names used, or a --pattern",
    "exchange": "add the user names to the class by `gaussfit roster`, or give a roster with a column of them",
    "pattern": "give a roster that has what the group `student` of --pattern finds",
}
"""What to do when nobody of a source can be matched."""


@dataclass(frozen=True)
class Match:
    """A student's id, or why there is none, in a sentence."""

    student: str | None
    why_not: str = ""


def matches(form: Form, whos: Mapping[str, Who], people: People) -> dict[str, Match]:
    """Each of the `whos`, by whatever key they have, matched to a student.

    The column that most of a platform's ids stand in is taken for all of them: a number in another column is no match.
    """
    columns = _columns(form, list(whos.values()), people)
    found = {key: _match(form, who, columns, people) for key, who in whos.items()}
    by_name = Counter(
        match.student
        for key, match in found.items()
        if match.student and not _by_id(form, whos[key], columns, people)
    )
    return {
        key: Match(None, f"Two in the source are called {whos[key].told!r}: {HINTS[form]}.")
        if match.student and by_name[match.student] > 1
        else match
        for key, match in found.items()
    }


def _columns(form: Form, whos: Sequence[Who], people: People) -> tuple[str | None, ...]:
    """For each kind of id, the column that has most of them; None where none has a fair part of them."""
    chosen: list[str | None] = []
    for kind in range(max((len(who.ids) for who in whos), default=0)):
        values = [
            {same(text) for text in who.ids[kind]} for who in whos if len(who.ids) > kind and who.ids[kind]
        ]
        hits = {
            name: sum(bool(few & index.keys()) for few in values) for name, index in people.columns.items()
        }
        best = max(hits, key=lambda name: hits[name])
        fair = hits[best] > 0 and FAIR_PART * hits[best] >= len(values)
        chosen.append(best if fair else _platforms_own(form, people) if kind == 0 else None)
    return tuple(chosen)


def _platforms_own(form: Form, people: People) -> str | None:
    """The column that must have a platform's ids though it has none of these: then those students are new."""
    if form == "canvas" and {"Student", "ID"} <= people.columns.keys():
        return "ID"
    if form == "moodle":  # the worksheet calls each student by a word and a number of their own
        whole = (name for name, index in people.numbers.items() if len(index) == len(people.ids))
        return next(whole, None)
    return None


def _indices(form: Form, people: People) -> Mapping[str, Mapping[str, str]]:
    """The columns by what their cells say; Moodle's participants go by the number in them alone."""
    return people.columns if form != "moodle" else {**people.columns, **people.numbers}


def _by_id(form: Form, who: Who, columns: tuple[str | None, ...], people: People) -> set[str]:
    """The students whom a platform's ids mean; of the surest kind that means anybody."""
    for column, texts in zip(columns, who.ids, strict=False):
        index = _indices(form, people)[column] if column is not None else {}
        if found := {index[same(text)] for text in texts if index.get(same(text))}:
            return found
    return set()


def _match(form: Form, who: Who, columns: tuple[str | None, ...], people: People) -> Match:
    found = _by_id(form, who, columns, people)
    if len(found) == 1:
        return Match(found.pop())
    if found:
        return Match(
            None, f"It may be of {' or '.join(sorted(found))}: name the right one's with a --pattern."
        )
    asked = any(column is not None and texts for column, texts in zip(columns, who.ids, strict=False))
    if not asked or form in OWN_IDS:
        student = _by_name(who, people)
        if student:
            return Match(student)
        if student == "":
            return Match(None, f"Several students are called {who.told!r}: {HINTS[form]}.")
    if form in OWN_IDS and not people.closed and who.ids and may_be_folder(who.ids[0][0]):
        return Match(who.ids[0][0])
    column = next((column for column in columns if column is not None), None)
    if not asked or column is None:
        return Match(
            None,
            f"Nobody in {people.told} is called {who.told!r}, nor has an id that the source gives: {HINTS[form]}.",
        )
    text = next(kind[0] for kind in who.ids if kind)
    return Match(
        None,
        f"Nobody in {people.told} has {text!r} in the column {column!r}, where the others are: if {who.told!r} is new, "
        "export the roster again; else leave the file.",
    )


def _by_name(who: Who, people: People) -> str | None:
    """The one student of that name, "" for several, None for nobody."""
    for keys in zip(*(tuple(name_keys(name)) for name in who.names if name), strict=True):
        found = {people.names[key] for key in keys if key in people.names}
        if found:
            return found.pop() if len(found) == 1 else ""
    return None
