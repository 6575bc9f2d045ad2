"""Feedback goes out by nbgrader's exchange, and is fetched as a student fetches it."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from grader.collecting.collect import Options as Collecting
from grader.collecting.collect import collect
from grader.course import Course
from grader.errors import CourseError
from grader.returning.run import Options, return_feedback
from tests.grader.returning.conftest import HW, notebook, whose

WHEN = "2026-10-30 12:00:00.000000 UTC"


@pytest.fixture
def exchange(graded: Course, tmp_path: Path) -> Path:
    root = tmp_path / "exchange"
    (root / "c101" / "inbound").mkdir(parents=True)
    with open(graded.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(f"\nc.Exchange.root = {str(root)!r}\nc.CourseDirectory.course_id = 'c101'\n")
    return root


def submit(course: Course, exchange: Path, cache: Path, student: str, secret: str) -> None:
    """What `nbgrader submit` leaves in the exchange and with the student."""
    name = f"{student}+{HW}+{WHEN}"
    for folder in (exchange / "c101" / "inbound" / f"{name}+x1y2", cache / "c101" / name):
        folder.mkdir(parents=True)
        (folder / f"{HW}.ipynb").write_bytes(notebook(course, student))
        (folder / "timestamp.txt").write_text(WHEN, encoding="ascii")
        (folder / "submission_secret.txt").write_text(secret, encoding="ascii")


def fetch(exchange: Path, cache: Path, folder: Path, student: str, assignment: str = HW) -> list[str]:
    """The pages that a student has after `nbgrader fetch_feedback`."""
    folder.mkdir()
    config = Config()
    config.Exchange.root, config.Exchange.cache = str(exchange), str(cache)
    config.Exchange.assignment_dir = str(folder)
    config.CourseDirectory.course_id = "c101"
    coursedir = CourseDirectory(config=config, assignment_id=assignment, student_id=student)
    app = ExchangeFactory(config=config).FetchFeedback(
        coursedir=coursedir, authenticator=Authenticator(config=config), config=config
    )
    app.start()
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))]


@pytest.mark.filterwarnings("ignore:.*timestamp.txt:pytest.PytestUnraisableExceptionWarning")  # nbgrader's
def test_each_fetches_their_own_and_who_came_another_way_is_told(
    graded: Course, exchange: Path, tmp_path: Path
) -> None:
    came = ("ann", "ann2", "jörg", "left")
    for student in came:
        secret = "shared" if student in ("left", "ann2") else f"secret {came.index(student)}"
        submit(graded, exchange, tmp_path / student, student, secret)
    report = collect(graded, [exchange / "c101" / "inbound"], Collecting())
    assert {each.student for each in report.collected} == set(came)
    for student in came:  # grading again would put it there
        (graded.autograded_path(student).parent / "timestamp.txt").write_text(WHEN, encoding="ascii")
    returned = return_feedback(graded, Options("exchange"))
    assert returned.returned == ["ann", "jörg"]
    assert returned.left["zoë"] == (
        "zoë's notebook did not come by the exchange (it has no submission_secret.txt): return it another way."
    )
    assert "has the submission_secret.txt of another" in returned.left["ann2"]
    alone = return_feedback(graded, Options("exchange", students=("ann2",)))  # the other is not asked for
    assert alone.returned == []
    for student in came:
        pages = fetch(exchange, tmp_path / student, tmp_path / f"home-{student}", student)
        assert [whose(page) for page in pages] == ([[student]] if student in ("ann", "jörg") else [])


def test_no_exchange_is_told(graded: Course, tmp_path: Path) -> None:
    with open(graded.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(f"\nc.Exchange.root = {str(tmp_path / 'none')!r}\nc.CourseDirectory.course_id = 'c101'\n")
    (graded.submission_path("ann").parent / "submission_secret.txt").write_text("s", encoding="ascii")
    (graded.autograded_path("ann").parent / "timestamp.txt").write_text(WHEN, encoding="ascii")
    with pytest.raises(CourseError, match=r"set `c\.Exchange.root` and `c\.CourseDirectory\.course_id`"):
        return_feedback(graded, Options("exchange"))
