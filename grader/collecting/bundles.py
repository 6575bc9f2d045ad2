"""What a source has, put together by who handed it in and when."""

from __future__ import annotations

from dataclasses import dataclass

from grader.collecting import Form, Wanted
from grader.collecting.choosing import Bundle, Handed
from grader.collecting.forms import Context, form_of, reader_of
from grader.collecting.found import Named, Who
from grader.collecting.names import Reader
from grader.collecting.notebooks import is_notebook
from grader.reading.archives import Entry, is_zip


@dataclass(frozen=True)
class Opened:
    """A source that was looked through."""

    told: str
    form: Form
    bundles: tuple[Bundle, ...]
    strays: tuple[tuple[Entry, str], ...]
    """Files whose names say nothing, or that must not be read, each with the reason."""


def bundles_of(context: Context, wanted: Wanted, rank: int) -> Opened:
    """Look through a source. Raises RejectedSubmission when its names cannot be read."""
    form = form_of(context, wanted)
    reader = reader_of(form, context)
    bundles: dict[tuple[str, str], Bundle] = {}
    strays: list[tuple[Entry, str]] = []
    for entry in context.entries:
        named = None if entry.problem else _named(reader, entry)
        if entry.problem:
            strays.append((entry, entry.problem))
        elif named is None:
            if is_notebook(entry.name) or is_zip(entry.name):
                strays.append((entry, f"Its name is not as {form} has it: use --pattern, or another --from."))
        elif form != "exchange" or named.key.endswith(f"+{context.assignment}"):
            bundle = bundles.setdefault((named.key, named.attempt), _bundle(context, form, named, rank))
            bundle.files.append(Handed(entry, named.rest, named.order))
    return Opened(context.source.told, form, tuple(bundles.values()), tuple(strays))


def _bundle(context: Context, form: Form, named: Named, rank: int) -> Bundle:
    return Bundle(
        context.source, form, named.key, named.who, named.late, named.when, rank, why_not=named.why_not
    )


def _named(reader: Reader, entry: Entry) -> Named | None:
    """What a file's name says, with the names of its student in every code page that it may be in."""
    named = reader(entry.path)
    if named is None or not entry.spellings:
        return named
    others = [other for path in entry.spellings if (other := reader(path)) is not None]
    who = tuple(
        Who(one.ids, (*one.names, *(name for other in others for name in other.who[index].names)))
        for index, one in enumerate(named.who)
    )
    return Named(
        named.key, who, named.rest, named.attempt, named.late, named.when, named.order, named.why_not
    )
