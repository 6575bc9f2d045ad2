"""The exceptions of the grader. Each message is one sentence that says what is wrong and what to do.

    GraderError
    ├── UsageError             what was asked for is not there
    ├── CourseError            the course cannot be used as it is
    │   └── GradebookError     nor can its gradebook
    ├── RunStopped             a run ended early
    ├── ExerciseError          an exercise contradicts itself
    │   ├── LessonError        its lesson does
    │   └── SettingsError      what a course sets of it cannot be
    ├── UnreadableSubmission   this machine cannot read a submission
    └── RejectedSubmission     a submission cannot be graded

Two packages have more, each in one file: `checking/errors.py` and `running/outside/errors.py`.
"""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.results import ReportObject


SEE_DOCTOR = "see gaussfit doctor"
"""How the message ends when it is the machine that lacks something."""


class GraderError(Exception):
    """Anything that the grader itself cannot do; the command line prints it and exits 1 or 2."""


class UsageError(GraderError, ValueError):
    """The caller asked for something that is not there: a folder, an assignment, a student."""


class CourseError(GraderError):
    """The course folder, its gradebook or its configuration cannot be used as it is."""


class RunStopped(GraderError):
    """A run ended before the whole class was graded; what is done until then is kept."""

    def __init__(self, cause: GraderError, report: ReportObject) -> None:
        """`cause` says why; `report` is the object of `--json` with what is done."""
        super().__init__(str(cause))
        self.report = report


class GradebookError(CourseError):
    """The gradebook or the disk below it cannot be written: nothing more can be filed until that is mended."""


class ExerciseError(GraderError, ValueError):
    """An exercise contradicts itself or cannot be loaded: nothing is built or marked before it is put right."""


class LessonError(ExerciseError):
    """The lesson's text cannot be made into a notebook."""


class SettingsError(ExerciseError):
    """What a course sets of its exercise cannot be."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        """`faults` are (setting, what is wrong and what to do, without a full stop)."""
        super().__init__("; ".join(told for _, told in faults))
        self.faults = faults


class UnreadableSubmission(GraderError, OSError):
    """This machine keeps a submission from being read: nobody's zero, and the class goes on."""


class RejectedSubmission(GraderError, ValueError):
    """The submitted file cannot be graded; the message is the reason that the student reads."""


def broke(error: BaseException) -> str:
    """What an exercise's own code raised and where, such as "KeyError: 'x', in line 12 of check_fit.py"."""
    told = f"{type(error).__name__}: {error}".rstrip(": ")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _of_an_exercise(frame.filename)]
    return f"{told}, in line {frames[-1].lineno} of {Path(frames[-1].filename).name}" if frames else told


_GRADER = Path(__file__).resolve().parent
_ELSEWHERE = (_GRADER, *(Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")))


def _of_an_exercise(file: str) -> bool:
    path = Path(file)
    if path.is_relative_to(_GRADER / "exercises"):
        return True
    return path.is_file() and not any(path.is_relative_to(folder) for folder in _ELSEWHERE)
