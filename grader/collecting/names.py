"""How each platform names what it hands over. Plain functions: from a path in the source to what it says, or None.

Sources: Canvas `lib/content_zipper.rb`; Moodle `mod/assign/classes/downloader.php` and
`mod/assign/feedback/file/importziplib.php`; nbgrader `exchange/default/submit.py` and `collect.py`; downloads of
Blackboard, Brightspace and Gradescope.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from grader.collecting.found import Named, Who
from grader.collecting.times import platform_time

Path = tuple[str, ...]
Reader = Callable[[Path], Named | None]

# A sortable name in lower case keeps word characters only; what Unicode counts among those differs by language.
_WORD = r"[^\s.+()\-]"
CANVAS = re.compile(
    rf"(?P<name>{_WORD}*?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<file>\d+)_(?P<rest>.+)", re.DOTALL
)
CANVAS_TEXT = re.compile(rf"(?P<name>{_WORD}*?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<rest>(text|link)\.html)")
CANVAS_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?anon_(?P<user>[^_]+)(?P<later>_LATE)?_((?P<file>\d+)_)?(?P<rest>.+)", re.DOTALL
)
MOODLE = re.compile(
    r"(?P<name>.*?)_(?P<participant>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL
)
MOODLE_GROUP = re.compile(r"(?P<name>.+?)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL)
BLACKBOARD = re.compile(
    r"(?P<head>.+?)_attempt_(?P<when>\d{4}(-\d\d){5})(?:_(?P<rest>.+)|(?P<text>\.txt))", re.DOTALL
)
BRIGHTSPACE = re.compile(
    r"(?P<ids>\d+-\d+) - (?P<name>.+) - (?P<when>[^-]*\b\d{4}\b[^-]*?)(?: - (?P<rest>.+))?", re.DOTALL
)
EXCHANGE = re.compile(
    r"(?P<user>.+)\+(?P<assignment>[^+]+)\+(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? ([^+\s]+|[+-]\d{4}))"
    r"(\+[^+]+)?",
    re.DOTALL,
)
GRADESCOPE = re.compile(r"submission_\w+")
TEST_STUDENT = "studenttest"
"""Canvas's own test student, called “Student, Test”."""


def canvas(path: Path) -> Named | None:
    """`<name>[_LATE]_<user id>_<attachment id>_<file>`; anonymous `anon_<id>[…]_<attachment id>_<file>`."""
    for index, part in enumerate(path):
        if match := CANVAS_ANONYMOUS.fullmatch(part):
            late = bool(match["late"] or match["later"])
            who = (Who(ids=((match["user"],),)),)
        elif match := CANVAS.fullmatch(part) or CANVAS_TEXT.fullmatch(part):
            late = bool(match["late"])
            who = (Who(ids=((match["user"],),), names=(match["name"],)),)
        else:
            continue
        order = int(match.groupdict().get("file") or 0)
        return Named(match["user"], who, (match["rest"], *path[index + 1 :]), late=late, order=order)
    return None


def moodle(path: Path) -> Named | None:
    """`<name>_<participant id>_assignsubmission_file[_]/<file>`, or all in one name."""
    for index, part in enumerate(path):
        if match := MOODLE.fullmatch(part):
            who = (Who(ids=((match["participant"],),), names=(match["name"],)),)
            return Named(match["participant"], who, _after(match["rest"], path[index + 1 :]))
        if match := MOODLE_GROUP.fullmatch(part):
            who = (Who(names=(match["name"],)),)
            return Named(part, who, _after(match["rest"], path[index + 1 :]))
    return None


def brightspace(path: Path) -> Named | None:
    """`<ids> - <name> - <date>/<file>`, or all in one name."""
    for index, part in enumerate(path):
        if match := BRIGHTSPACE.fullmatch(part):
            name, date = match["name"], match["when"]
            return Named(
                f"{match['ids']} {same(name)}",
                (Who(names=(name,)),),
                _after(match["rest"], path[index + 1 :]),
                attempt=date,
                when=platform_time(date),
            )
    return None


def exchange(path: Path) -> Named | None:
    """nbgrader's inbound: `<user>+<assignment>+<time>[+<random>]/<file>`; `key` holds the assignment's name too."""
    for index, part in enumerate(path):
        if match := EXCHANGE.fullmatch(part):
            who = (Who(ids=((match["user"],),)),)
            when = platform_time(match["when"])
            key = f"{match['user']}+{match['assignment']}"
            return Named(key, who, path[index + 1 :], attempt=part, when=when)
    return None


def blackboard(path: Path) -> Named | None:
    """`<assignment>_<user name>_attempt_<date>_<file>`, with a text file each; both may have more underscores."""
    for index, part in enumerate(path):
        if match := BLACKBOARD.fullmatch(part):
            head, date = match["head"], match["when"]
            return Named(
                head,
                (Who(ids=(suffixes(head, "_"),)),),
                _after(match["rest"] or "", path[index + 1 :]) or (part,),
                attempt=date,
                when=platform_time(date),
            )
    return None


def pattern(expression: re.Pattern[str]) -> Reader:
    """What an instructor's own expression finds anywhere in the path: `student`, and perhaps `time`."""

    def read(path: Path) -> Named | None:
        match = expression.search("/".join(path))
        groups = match.groupdict() if match else {}
        student = groups.get("student")
        if not student:
            return None
        time = groups.get("time") or ""
        who = (Who(ids=((student,),), names=(student,)),)
        return Named(same(student), who, path[-1:], attempt=time, when=platform_time(time))

    return read


def suffixes(head: str, separator: str) -> tuple[str, ...]:
    """Every way to read a name after what stands before it: `hw_b_ann` is of `ann` or of `b_ann`; shortest first."""
    parts = head.split(separator)
    return tuple(separator.join(parts[index:]) for index in range(len(parts) - 1, 0, -1)) or (head,)


def shared_prefix(heads: Iterable[str], separator: str) -> str:
    """What all of several heads begin with, to its last separator; empty when there is but one head."""
    different = sorted(set(heads))
    if len(different) < 2:
        return ""
    first, last = different[0], different[-1]
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[: first.rfind(separator, 0, length) + 1]


def same(text: str) -> str:
    """A text as it is compared: capitals, Unicode's forms and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _after(rest: str | None, folders: Path) -> Path:
    return (rest, *folders) if rest else folders
