"""Makes a course folder, and makes the gradebook know the assignment."""

from __future__ import annotations

from pathlib import Path

from gaussfit.notebooks import build
from grader.course import CONFIG_NAME, Course, course_seed, open_course
from grader.errors import CourseError, UsageError

CONFIG = '''"""nbgrader's configuration of this course: submissions are marked by gaussfit's hidden checks."""

from grader.gradebook.config import configure

c = get_config()  # noqa: F821  # nbgrader defines it
configure(c)
c.CourseDirectory.course_id = "{course_id}"
'''


def make_course(folder: Path) -> Course:
    """A new course in `folder`: configuration, notebooks, seed, and a gradebook that knows the assignment.

    Raises:
        UsageError: there is a course already, or the path is a file.
        CourseError: the folder cannot be written.
    """
    root = folder.expanduser().resolve()
    config = root / CONFIG_NAME
    if config.exists():
        raise UsageError(f"{root} is a course already; it was left as it is.")
    try:
        (root / "submitted").mkdir(parents=True, exist_ok=True)
        config.write_text(CONFIG.format(course_id=_course_id(root.name)), encoding="utf-8")
    except (FileExistsError, NotADirectoryError):
        raise UsageError(f"{root} is a file: choose another folder.") from None
    except OSError as error:
        raise CourseError(f"{root} cannot be written ({error.strerror}): choose another folder.") from error
    course = open_course(root)
    build(root)
    course_seed(course)
    register(course)
    return course


def register(course: Course) -> None:
    """Make the course's gradebook know the released assignment, so that nbgrader's own commands work too."""
    from grader.gradebook.writer import GradebookWriter
    from grader.submission import load_release

    with GradebookWriter(course) as writer:
        writer.register(load_release(course.release_path))


def _course_id(name: str) -> str:
    """nbgrader takes no spaces or slashes in a course's id."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name) or "course"
