"""A real PostgreSQL server, started here in a folder of its own and reached over a socket in it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from grader.classroom.extend import extend
from grader.classroom.grade import Options, Progress, grade_class
from grader.classroom.rename import rename
from grader.classroom.roster import enrol
from grader.classroom.status import course_status
from grader.classroom.terms import Terms, record
from grader.course import Course
from grader.errors import GradebookError, RunStopped, UsageError
from grader.export.marks import read_marks
from grader.gradebook.config import usable_url
from grader.gradebook.locking import setting_up
from grader.gradebook.reading import reading
from grader.gradebook.writer import GradebookWriter
from grader.reading import Release
from tests.standins.toy import FIT_LINE

pytestmark = pytest.mark.xdist_group("postgres")
STUDENTS = ("s1", "s2", "s3", "s4")


def server_programs() -> Path | None:
    """Where Debian puts them, the newest version, or else where `pg_ctl` on the path lies."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"),
        key=lambda path: int(path.parts[4].partition(".")[0]),
    )
    named = shutil.which("pg_ctl")
    return (found[-1] if found else Path(named) if named else Path("/-")).parent if found or named else None


class Server:
    """A cluster in `folder`, run by an unprivileged user, for the server refuses to run as root."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.user: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._run("initdb", "-D", "data", "-U", "gaussfit", "--auth=trust", "--encoding=UTF8", "--no-sync")
        self.start()

    def url(self, database: str) -> str:
        return f"postgresql://gaussfit@/{database}?host={self.folder}"

    def create(self, database: str) -> str:
        self._run("createdb", "-h", str(self.folder), "-U", "gaussfit", database)
        return self.url(database)

    def start(self) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        """As a crash would: connections are cut, nothing is written down."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        ran = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **self.user,
        )
        if ran.returncode:
            raise RuntimeError(f"{program}: {ran.stderr}")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    programs = server_programs()
    if programs is None:
        pytest.skip("there is no PostgreSQL server here: install Debian's package `postgresql`")
    # Not pytest's own folder: only its owner may enter that, and a socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="gaussfit-pg-") as folder:
        os.chmod(folder, 0o755)
        running = Server(programs, Path(folder))
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture
def postgres_course(
    server: Server,
    course: Course,
    submit: Callable[[str, bytes], Path],
    compose_bytes: Callable[[dict[str, str]], bytes],
) -> Course:
    """A course with four submissions that need no time to grade, and an empty database of its own."""
    for student in STUDENTS:
        submit(student, compose_bytes({"fit_line": FIT_LINE}))
    return replace(course, db_url=server.create(f"test_{uuid.uuid4().hex}"))


def count(url: str, table: str) -> int:
    engine = sqlalchemy.create_engine(usable_url(url), poolclass=sqlalchemy.NullPool)
    with engine.connect() as connection:
        return int(connection.execute(sqlalchemy.text(f"SELECT count(*) FROM {table}")).scalar_one())


def tables(url: str) -> list[str]:
    engine = sqlalchemy.create_engine(usable_url(url), poolclass=sqlalchemy.NullPool)
    return list(sqlalchemy.inspect(engine).get_table_names())


def test_two_graders_at_once_lose_nothing(postgres_course: Course) -> None:
    command = [
        str(Path(sys.executable).with_name("gaussfit")),
        "grade",
        "--course",
        str(postgres_course.root),
    ]
    command += ["--jobs", "1", "--db", str(postgres_course.db_url)]
    graders = [
        subprocess.Popen(
            [*command, *(f"--student={student}" for student in half)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for half in (STUDENTS[:2], STUDENTS[2:])
    ]
    said = [grader.communicate(timeout=300)[0] for grader in graders]
    assert [grader.returncode for grader in graders] == [0, 0], said
    marks, max_score = read_marks(postgres_course)
    assert {student: mark.score for student, mark in marks.items()} == dict.fromkeys(STUDENTS, 6.0)
    assert max_score == 10.0
    assert count(str(postgres_course.db_url), "submitted_assignment") == len(STUDENTS)
    assert count(str(postgres_course.db_url), "grade") == 2 * len(STUDENTS)


def test_a_server_that_goes_away_stops_the_run_and_a_repeat_completes_it(
    server: Server, postgres_course: Course
) -> None:
    def crash_after_the_first(progress: Progress) -> None:
        if progress.done == 1:
            server.stop()

    try:
        with pytest.raises(
            RunStopped, match=r"postgresql\+psycopg://.* cannot be used .* what is graded is kept"
        ):
            grade_class(postgres_course, Options(), crash_after_the_first)
    finally:
        server.start()
    assert 1 <= count(str(postgres_course.db_url), "submitted_assignment") < len(STUDENTS)

    skipped: list[str] = []

    def note(progress: Progress) -> None:
        if progress.skipped:
            skipped.append(progress.result["student"])

    report = grade_class(postgres_course, Options(), note)
    assert len(skipped) == 1
    assert [result["score"] for result in report["submissions"]] == [6.0] * len(STUDENTS)
    assert {student: mark.score for student, mark in read_marks(postgres_course)[0].items()} == dict.fromkeys(
        STUDENTS, 6.0
    )


def test_a_second_grader_waits_until_the_first_has_set_the_gradebook_up(
    server: Server, course: Course, release: Release
) -> None:
    url = server.create("waiting")

    def register() -> None:
        with GradebookWriter(replace(course, db_url=url)) as writer:
            writer.register(release)

    with ThreadPoolExecutor(1) as other:
        with setting_up(usable_url(url)):
            registered = other.submit(register)
            with pytest.raises(TimeoutError):
                registered.result(timeout=1.0)
            assert tables(url) == []
        registered.result(timeout=60)
    assert count(url, "base_cell") > 0


def test_a_gradebook_named_in_nbgraders_configuration_gets_marks_that_another_has_already(
    server: Server, postgres_course: Course, course: Course
) -> None:
    grade_class(postgres_course, Options(students=("s1",)))
    url = server.create("configured")
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(f"c.CourseDirectory.db_url = {url!r}\n")
    grade_class(course, Options(students=("s1",)))
    for gradebook in (postgres_course, course):
        assert read_marks(gradebook)[0]["s1"].score == 6.0
    assert count(url, "submitted_assignment") == 1


def test_a_server_that_is_not_there_is_named_without_the_password(course: Course, tmp_path: Path) -> None:
    absent = replace(course, db_url=f"postgresql://gaussfit:secret@/x?host={tmp_path}")
    with pytest.raises(GradebookError, match="cannot be used") as caught:
        read_marks(absent)
    assert "secret" not in str(caught.value)
    assert "gaussfit:***@" in str(caught.value)


def test_a_gradebook_that_is_no_url_is_wrong_usage(course: Course) -> None:
    with pytest.raises(UsageError, match=r"must be a database URL such as sqlite:///gradebook\.db"):
        read_marks(replace(course, db_url="gradebook"))


def test_losses_extensions_rosters_and_renames_work_on_a_server(
    postgres_course: Course, tmp_path: Path
) -> None:
    course = postgres_course
    record(course, Terms(due_date=datetime(2026, 10, 31, 12, tzinfo=UTC)))
    grade_class(course, Options())
    with reading(course) as gradebook:
        gradebook.remove_student("s1")
    again = grade_class(course, Options())
    assert [result["final"] for result in again["submissions"]] == [6.0] * len(STUDENTS)

    extend(course, "s2", days=2, why="ill")
    (tmp_path / "roster.csv").write_text("student,name\ns2,Jane Doe\ns3,\ns44,Jo Lee\n", encoding="utf-8")
    assert enrol(course, tmp_path / "roster.csv").left == {"s1": 6.0, "s4": 6.0}
    rename(course, "s4", "s44")
    assert enrol(course, tmp_path / "roster.csv", remove=True).removed == {"s1": 6.0}
    grade_class(course, Options())
    standings = {each.student: each for each in course_status(course).students}
    assert {name: each.score for name, each in standings.items()} == dict.fromkeys(("s2", "s3", "s44"), 6.0)
    assert standings["s2"].extended_until == "2026-11-02T12:00:00+00:00"
    assert standings["s44"].name == "Jo Lee"
    assert count(str(course.db_url), "submitted_assignment") == 3
