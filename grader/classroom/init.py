"""Makes a course folder, and makes the gradebook know the assignment."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path

from grader.authoring.notebooks import BuildReport, build
from grader.classroom.releases import remember_release
from grader.classroom.terms import Terms, config_lines, record
from grader.classroom.undoing import UNFINISHED, undone_on_failure
from grader.course import CONFIG_NAME, Course, open_course
from grader.dates import with_dates
from grader.errors import CourseError, UsageError
from grader.gradebook.modes import write_for_the_group
from grader.loading import load_exercise
from grader.seed import course_seed
from grader.settings import SETTINGS_NAME, read_settings, settings_text

CONFIG = '''"""nbgrader's configuration of this course: submissions are marked by gaussfit's hidden checks."""

from grader.gradebook.config import configure

c = get_config()  # noqa: F821  # nbgrader defines it
configure(c)
c.CourseDirectory.course_id = "{course_id}"
'''
NO_TERMS = Terms()


def make_course(
    folder: Path, given: Terms = NO_TERMS, exercise: str = "", like: Path | None = None
) -> Course:
    """A new course in `folder`: configuration, notebooks, seed, and a gradebook that knows the assignment.

    Args:
        folder: it may exist, but must not be a course.
        given: students, dates, late policy and gradebook; see `grader.classroom.terms.terms`.
        exercise: what it teaches, as `grader.loading.load_exercise` wants it.
        like: a course whose settings and notebook it takes, edits and own cells included; never its students, marks or
            seed.

    Raises:
        UsageError: there is a course already, the path is a file, there is no such exercise, or settings that lie
            there name another one.
        ExerciseError: the exercise cannot be used.
        CourseError: the folder or the gradebook cannot be written. Then, and at Ctrl-C, the folder is as it was.
    """
    former = None if like is None else open_course(like)
    if former is not None and exercise:
        raise UsageError("Give --like or --exercise, not both: a course like another teaches the same.")
    origin = load_exercise(exercise).origin if former is None else former.exercise.origin
    root = folder.expanduser().resolve()
    try:
        if (root / CONFIG_NAME).exists() and not (root / UNFINISHED).exists():
            raise UsageError(f"{root} is a course already; it was left as it is.")
        with undone_on_failure(root):
            write_for_the_group(root)
            (root / "submitted").mkdir(parents=True, exist_ok=True)
            text = settings_text(load_exercise(origin)) if former is None else _settings_of(former)
            asked = [*(["name the exercise"] if exercise else []), *(f"set {name}" for name in given.typed)]
            _write_settings(root / SETTINGS_NAME, with_dates(text, given.typed), asked)
            if former is not None:
                _take_over(former, root)
            return _filled(root, given)
    except (FileExistsError, NotADirectoryError):
        raise UsageError(f"{root} is a file: choose another folder.") from None
    except OSError as error:
        raise CourseError(f"{root} cannot be written ({error.strerror}): choose another folder.") from error


def _filled(root: Path, given: Terms) -> Course:
    """The course in a folder that has its settings: its configuration, notebooks, seed and gradebook."""
    text = CONFIG.format(course_id=_course_id(root.name))
    (root / CONFIG_NAME).write_text(
        "\n".join([text.rstrip("\n"), *config_lines(given), ""]), encoding="utf-8"
    )
    course = open_course(root)
    build(root, course.exercise)
    course_seed(course)
    register(course)
    record(course, given)
    return course


def _settings_of(former: Course) -> str:
    """The text of another course's settings, as it reads from any folder."""
    text = former.root / SETTINGS_NAME
    settings = text.read_text(encoding="utf-8") if text.is_file() else settings_text(former.exercise)
    name = read_settings(former.root).exercise
    if "/" in name:  # it was meant from where the former course lies
        if json.dumps(name) not in settings:
            raise UsageError(f'{text} must name its exercise in double quotes, name = "…", to be taken over.')
        settings = settings.replace(json.dumps(name), json.dumps(former.exercise.origin))
    return settings


def _take_over(former: Course, root: Path) -> None:
    """Copy the instructor's notebook, and the files that the settings name; what lies there already stays."""
    source, copies = former.source_path, list[tuple[Path, bytes]]()
    if source.is_file():
        copies.append((root / source.relative_to(former.root), source.read_bytes()))
    copies += [(root / path, (former.root / path).read_bytes()) for path in former.files]
    for path, content in copies:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _write_settings(path: Path, text: str, asked: Sequence[str]) -> None:
    """Write the settings, but never over an instructor's: those stand, unless something else was asked for."""
    if not path.exists():
        path.write_text(text, encoding="utf-8")
    elif asked and path.read_text(encoding="utf-8") != text:
        raise UsageError(
            f"{path} is there already: {' and '.join(asked)} in it, and leave out the option for that."
        )


def register(course: Course, yes: bool = False) -> tuple[str, ...]:
    """Make the course's gradebook know the released assignment, so that nbgrader's own commands work too.

    Returns what changed for submissions that are there. Raises as `GradebookWriter.register` does.
    """
    from grader.gradebook.writer import GradebookWriter
    from grader.reading import course_release, load_release

    release = course_release(course)
    remember_release(course, load_release(course.release_path, course.exercise))
    with GradebookWriter(course) as writer:
        return writer.register(release, yes)


def rebuild(course: Course, *, force: bool = False, yes: bool = False) -> tuple[BuildReport, tuple[str, ...]]:
    """Build the notebooks and bring the gradebook up to them; what was done to the one and to the other.

    Raises CourseError, before anything is touched, when marks that stand would change and `yes` is not given.
    """
    from grader.gradebook.restoring import bring_due_date
    from grader.gradebook.writer import GradebookWriter
    from grader.reading import Release, load_release
    from grader.reading.release import plain

    def approve(release: str) -> None:
        if not yes:
            with GradebookWriter(course) as writer:
                writer.approve(Release(plain(release), course.exercise))

    before = _task_of(course)
    with contextlib.suppress(CourseError):  # whatever is the matter with the old one, build tells or mends it
        remember_release(course, load_release(course.release_path, course.exercise))
    report = build(course.root, course.exercise, force=force, approve=approve)
    told = (*register(course, yes), *bring_due_date(course))
    if before not in (None, course.exercise.task_digest) and any(course.results.glob("*.json")):
        told += (
            "what the course sets is other than when marks were made: the next `gaussfit grade` marks everyone again, "
            "and `gaussfit grade --preview` tells whose marks would change",
        )
    return report, told


def _task_of(course: Course) -> str | None:
    """By the release, what the course has set of its exercise until now; None without a release that can be read."""
    from grader.reading.release import plain

    try:
        metadata = plain(course.release_path.read_text(encoding="utf-8"))["metadata"]
        return metadata.get("gaussfit", {}).get("task", "")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _course_id(name: str) -> str:
    """nbgrader takes no spaces or slashes in a course's id."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name) or "course"
