"""`gaussfit collect`: from a platform's zip or folder to `submitted/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from grader.classroom.renaming import require_finished
from grader.collecting import Wanted
from grader.collecting.bundles import Opened, bundles_of
from grader.collecting.choosing import Bundle, Chosen, Nothing, choose
from grader.collecting.filing import SECRET, Arrived, Filing
from grader.collecting.forms import Context
from grader.collecting.known import Known, known_of
from grader.collecting.matching import HINTS, OWN_IDS, matches
from grader.collecting.names import TEST_STUDENT
from grader.collecting.people import People, people_of
from grader.collecting.report import Collected, Report, Unmatched
from grader.collecting.sources import Source, open_source, require_sources
from grader.collecting.times import platform_time
from grader.course import Course
from grader.errors import RejectedSubmission, UsageError
from grader.export.headings import handed_in_column
from grader.export.roster import other_ids
from grader.gradebook.ledger import read_ledger, write_ledger
from grader.reading import MAX_BYTES
from grader.reading.archives import Entry
from grader.reading.folder import shown
from grader.reading.timestamp import MOST_BYTES, TIMESTAMP, parse_timestamp

LOOSE = frozenset({"folder", "github", "pattern"})
"""Forms that any file's name has."""


@dataclass(frozen=True)
class Options:
    """How to collect."""

    wanted: Wanted = "auto"
    roster: Path | None = None
    id_column: str | None = None
    pattern: str | None = None
    dry_run: bool = False


def collect(
    course: Course,
    sources: Sequence[Path],
    options: Options,
    told: Callable[[Collected | Unmatched], None] = lambda _: None,
) -> Report:
    """Put what students handed in into `submitted/`; what is nobody's is kept in `collected/unmatched/`.

    Raises:
        UsageError: a source or the roster cannot be used, or the expression is none.
        CourseError: the gradebook cannot be read, the course's folder not written, or a rename is to be completed.
    """
    require_sources(sources)
    require_finished(course)
    pattern = _compiled(options.pattern)
    known = known_of(course)
    people = people_of(known, options.roster, options.id_column)
    with ExitStack() as stack:
        run = _Run(course, options, people, told, known)
        opened: list[Opened] = []
        for rank, path in enumerate(sources):
            try:
                source = stack.enter_context(open_source(path))
                context = Context(source, tuple(source.entries()), course.assignment, people, pattern)
                opened.append(bundles_of(context, options.wanted, rank))
            except RejectedSubmission as reason:
                run.leave(shown(path.name), str(reason))
        run.file(opened)
    if options.roster is not None and not options.dry_run and course.exercise.goes_by_id:
        _keep_ids(course, people)
    return run.report


def _keep_ids(course: Course, people: People) -> None:
    """What else the roster has of these students than their ids: some may have typed it in place of that."""
    ledger = read_ledger(course)
    kept = replace(ledger, ids={**ledger.ids, **other_ids(people.rows)})
    if kept != ledger:
        write_ledger(course, kept)


class _Run:
    """One run: everything is told as it happens."""

    def __init__(
        self,
        course: Course,
        options: Options,
        people: People,
        told: Callable[[Collected | Unmatched], None],
        known: Known,
    ) -> None:
        self.report = Report()
        self._course, self._people, self._told, self._known = course, people, told, known
        self._filing = Filing(course, options.dry_run)
        self._testers = 0

    def file(self, opened: Sequence[Opened]) -> None:
        """Match what was found, and file it by student."""
        for each in opened:
            if not self._people.ids and each.form not in OWN_IDS:
                raise UsageError(f"{each.told} does not name the course's own ids: {HINTS[each.form]}.")
        students: dict[str, list[Bundle]] = {}
        for each in opened:
            before = (len(self.report.unmatched), self._testers)
            self.report.forms[each.told] = each.form
            for entry, reason in each.strays:
                self.leave(f"{each.told}/{shown('/'.join(entry.path))}", reason)
            matched = list(self._matched(each))
            for student, bundle in matched:
                students.setdefault(student, []).append(bundle)
            if not matched and (len(self.report.unmatched), self._testers) == before:
                own = "" if each.form in LOOSE else f", nor a file that is named as {each.form} has it"
                self.leave(each.told, f"There is no notebook in it{own}.")
        for student in sorted(students):
            self._file(student, students[student])
        undated = sum(each.late is True and each.when is None for each in self.report.collected)
        if undated:
            self.report.notes.append(
                f"{undated} of them late by the platform's mark, which tells no time: no penalty comes of that."
            )

    def leave(self, file: str, reason: str) -> None:
        """Tell of a file that is nobody's."""
        self.report.unmatched.append(Unmatched(file, reason))
        self._told(self.report.unmatched[-1])

    def _matched(self, opened: Opened) -> Iterator[tuple[str, Bundle]]:
        """The bundles of a source by student; for those of nobody it is told why, and they are kept."""
        form = opened.form
        whos = {
            f"{index}:{bundle.key}": who for bundle in opened.bundles for index, who in enumerate(bundle.who)
        }
        found = matches(form, whos, self._people)
        if whos and not any(match.student for match in found.values()):
            self.report.notes.append(f"Nobody in {opened.told} could be matched: {HINTS[form]}.")
        for bundle in opened.bundles:
            if bundle.why_not:
                self._leave(bundle, bundle.why_not)
            for index, who in enumerate(bundle.who):
                match = found[f"{index}:{bundle.key}"]
                if match.student is not None and (bundle.wanted or self._people.ids or form not in LOOSE):
                    yield match.student, bundle
                elif form == "canvas" and TEST_STUDENT in who.names:
                    self._testers += 1
                    self.report.notes.append(f"Canvas's test student in {opened.told} was left out.")
                elif bundle.wanted or form not in LOOSE:  # and not just a file that lies about
                    self._leave(bundle, match.why_not)

    def _leave(self, bundle: Bundle, reason: str) -> None:
        """Keep a bundle that is nobody's: its notebooks, or whatever it has."""
        for handed in bundle.wanted or bundle.files:
            file = f"{bundle.source.told}/{shown('/'.join(handed.entry.path))}"
            self.leave(file, reason + self._keep(bundle.source, handed.entry))

    def _keep(self, source: Source, entry: Entry) -> str:
        """Keep a file; what is to be added to the reason when it can't be."""
        try:
            content = source.read(entry, MAX_BYTES)
        except RejectedSubmission as reason:
            return f" {reason}"
        if len(content) > MAX_BYTES:
            return f" It has more than {MAX_BYTES >> 20} MB and was not kept."
        self._filing.keep_unmatched("__".join(entry.path), content)
        return ""

    def _file(self, student: str, bundles: Sequence[Bundle]) -> None:
        try:
            chosen = choose(bundles, self._course.assignment)
            arrived = self._arrived(student, chosen)
            action = self._filing.file(arrived)
        except (Nothing, RejectedSubmission) as reason:
            for bundle in bundles:
                self._leave(bundle, f"{student}: {reason}")
            return
        late = chosen.bundle.late
        due = self._known.due_of(student)
        if late is None and arrived.when is not None and due is not None:
            late = arrived.when > due
        self.report.collected.append(
            Collected(student, chosen.told, action, late, arrived.when, chosen.notes)
        )
        self._told(self.report.collected[-1])

    def _arrived(self, student: str, chosen: Chosen) -> Arrived:
        bundle = chosen.bundle
        when = bundle.when
        if (
            when is None and bundle.form == "folder"
        ):  # elsewhere it is a student's own, who may write what they like
            content = _beside(chosen, TIMESTAMP, MOST_BYTES)
            when = None if content is None else parse_timestamp(content)
        if when is None and bundle.form == "moodle":
            row = self._people.rows.get(student, {})
            column = handed_in_column(tuple(row))
            when = None if column is None else platform_time(row[column])
        secret = _beside(chosen, SECRET, MOST_BYTES) if bundle.form == "exchange" else None
        place = chosen.entry.path
        return Arrived(student, chosen.raw, when, bundle.form, bundle.order, secret, place)


def _beside(chosen: Chosen, name: str, most: int) -> bytes | None:
    """A file that lies beside the chosen one, in a folder of its own."""
    folder = chosen.entry.path[:-1]
    for handed in chosen.bundle.files:
        if folder and handed.entry.path == (*folder, name) and not handed.entry.problem:
            try:
                return chosen.bundle.source.read(handed.entry, most)
            except RejectedSubmission:
                return None
    return None


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    if pattern is None:
        return None
    try:
        expression = re.compile(pattern)
    except re.error as error:
        raise UsageError(f"--pattern {pattern!r} is no regular expression ({error}): correct it.") from None
    if "student" not in expression.groupindex:
        raise UsageError(
            f"--pattern {pattern!r} has no group (?P<student>…): name the part that is the student."
        )
    return expression
