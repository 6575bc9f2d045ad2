from __future__ import annotations

from pathlib import Path

import pytest

from grader.checking import CheckSetError, Host
from tests.standins.exercises import exercise_in

HEAD = "from grader.checking import check\n"


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, source in files.items():
        (tmp_path / f"{name}.py").write_text(HEAD + source)
    return tmp_path


def one(name: str, points: float = 10, needs: str = "", title: str = "It works") -> str:
    return f"@check(title={title!r}, points={points}, needs=({needs}))\ndef {name}(): pass\n"


def test_checks_run_as_written_but_after_what_they_need(tmp_path: Path) -> None:
    source = one("test_c", 2, "'test_a',") + one("test_b", 3) + one("test_a", 5)
    host = Host(exercise_in(folder_of(tmp_path, check_q=source)).questions)
    assert [check.id for check in host.checks] == ["test_b", "test_a", "test_c"]


def test_questions_come_in_the_order_of_the_exercise(tmp_path: Path) -> None:
    names = ["parameters", "zeta", "alpha"]
    made = exercise_in(folder_of(tmp_path, **{f"check_{name}": one(f"test_{name}") for name in names}))
    host = Host([made.question(name) for name in names])
    assert [check.question for check in host.checks] == names


def test_files_of_one_name_in_two_folders_are_two_sets(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        folder_of(tmp_path / name, check_q=one(f"test_{name}"))
    ids = [Host(exercise_in(tmp_path / name).questions).checks[0].id for name in ("first", "second")]
    assert ids == ["test_first", "test_second"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "q must have at least one check; its file has none"),
        ("def test_a(): pass\n", "declared with @check; test_a in check_q.py is not"),
        (one("test_a") + one("test_a"), "test_a is defined twice"),
        (one("test_a", 9), r"points of q must add up to 10; they add up to 9\."),
        (one("test_a", 0) + one("test_b"), "test_a is worth 0"),
        (one("test_a", -1) + one("test_b", 11), "test_a is worth -1"),
        (one("test_a", float("nan")).replace("nan", "float('nan')"), "test_a is worth nan"),
        (one("test_a", title=" "), "title; that of test_a is empty"),
        (one("test_a", needs="'test_b',"), "test_a needs test_b, which q does not have"),
        (one("test_a", needs="'test_a',"), "in a circle; these do: test_a -> test_a"),
        (one("test_a", 5, "'test_b',") + one("test_b", 5, "'test_a',"), "in a circle; these do: test_"),
        ("import nothing_of_this_name\n" + one("test_a"), "must load; .*check_q.py: .*nothing_of_this_name"),
        ("def broken(:\n", "must load; /.*check_q.py: SyntaxError: invalid syntax"),
        ("raise ValueError('a\\nb')\n", "must load; /.*check_q.py: ValueError: a$"),
        ("raise SystemExit(3)\n", r"must load; one of their files ends with SystemExit\(3\)"),
    ],
)
def test_a_set_that_contradicts_itself_is_refused(tmp_path: Path, source: str, message: str) -> None:
    with pytest.raises(CheckSetError, match=message):
        Host(exercise_in(folder_of(tmp_path, check_q=source)).questions)


def test_one_name_in_two_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckSetError, match="test_a is in the questions p and q"):
        Host(exercise_in(folder_of(tmp_path, check_p=one("test_a"), check_q=one("test_a"))).questions)


def test_points_such_as_tenths_add_up(tmp_path: Path) -> None:
    source = "".join(one(f"test_{i}", 0.1) for i in range(99)) + one("test_rest", 0.1)
    assert len(Host(exercise_in(folder_of(tmp_path, check_q=source)).questions).checks) == 100
