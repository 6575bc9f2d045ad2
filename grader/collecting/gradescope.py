"""Gradescope's `submission_metadata.yml`: whose the folders of a download are, and when each was handed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import yaml

from grader.collecting.found import Who
from grader.collecting.times import platform_time
from grader.errors import RejectedSubmission

METADATA = "submission_metadata.yml"
MOST_BYTES = 64 * 1024 * 1024
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class HandedOver:
    """One folder of a download."""

    who: tuple[Who, ...]
    when: datetime | None


def read_metadata(content: bytes) -> dict[str, HandedOver]:
    """The folders of a download by name.

    No object is made of what the file says, whatever its tags are: only the texts of its nodes are looked at.

    Raises:
        RejectedSubmission: it is not such a file.
    """
    if len(content) > MOST_BYTES:
        raise RejectedSubmission(f"{METADATA} has more than {MOST_BYTES >> 20} MB, so it was not read.")
    text = content.decode("utf-8-sig", "replace")
    try:
        return dict(_entries(text))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        said = " ".join(str(error).split())[:120]
        raise RejectedSubmission(f"{METADATA} cannot be read ({said}): download it again.") from error


def _entries(text: str) -> Iterator[tuple[str, HandedOver]]:
    """One after the other, for the file may be large: each begins at the margin."""
    try:
        for block in re.split(r"(?m)^(?=[^\s#-])", text):
            yield from _of(block)
    except yaml.composer.ComposerError:  # something refers to what an entry before it has
        yield from _of(text)


def _of(text: str) -> Iterator[tuple[str, HandedOver]]:
    root = yaml.compose(text, Loader=_LOADER)
    for name, entry in _items(root):
        fields = dict(_items(entry))
        submitters = fields.get(":submitters")
        people = submitters.value if isinstance(submitters, yaml.SequenceNode) else []
        who = [_who({key: _text(value) for key, value in _items(person)}) for person in people]
        told = tuple(one for one in who if any(one.ids) or any(one.names))
        yield name, HandedOver(told, platform_time(_text(fields.get(":created_at"))))


def _who(person: dict[str, str]) -> Who:
    ids = tuple((person[key],) if person.get(key) else () for key in (":sid", ":email"))
    return Who(ids, (person.get(":name", ""),))


def _items(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield _text(key), value


def _text(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
