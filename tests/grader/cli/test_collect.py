"""`gaussfit collect` from the command line: what it says, its exit status, and that `gaussfit grade` takes over."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.cli import main
from grader.course import Course

Run = Callable[..., tuple[int, str, str]]
CANVAS = 'Student,ID,SIS Login ID,Section\n"Lee, Ann",101,ann,A\n"Ray, Bob",102,bob,A\n'


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], course: Course) -> Run:
    """Runs `gaussfit collect --course …`; returns exit status, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> tuple[int, str, str]:
        words = ["gaussfit", "collect", *map(str, arguments), "--course", str(course.root)]
        monkeypatch.setattr("sys.argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def source(tmp_path: Path, course: Course) -> Callable[[Mapping[str, bytes]], Path]:
    """Makes `class.zip`; `{hw}` in a name is the assignment."""

    def make(files: Mapping[str, bytes]) -> Path:
        (tmp_path / "canvas.csv").write_text(CANVAS, encoding="utf-8")
        with zipfile.ZipFile(tmp_path / "class.zip", "w") as packed:
            for name, content in files.items():
                packed.writestr(name.format(hw=course.assignment), content)
        return tmp_path / "class.zip"

    return make


def test_all_matched_is_exit_0_and_tells_what_is_next(
    run: Run, source: Callable[..., Path], tmp_path: Path
) -> None:
    path = source({"leeann_101_1_{hw}.ipynb": b"ann", "raybob_LATE_102_2_{hw}.ipynb": b"bob"})
    status, out, err = run(path, "--roster", tmp_path / "canvas.csv", "--json", tmp_path / "out.json")
    assert status == 0
    assert "class.zip: as canvas names files" in out
    assert "2 students: 2 new, 0 newer, 0 unchanged, 0 older" in out
    assert out.endswith("Run `gaussfit grade` to grade them.\n")
    assert (
        err == "note: 1 of them late by the platform's mark, which tells no time: no penalty comes of that.\n"
    )
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [each["student"] for each in told["collected"]] == ["ann", "bob"]


def test_somebody_unmatched_is_exit_1_with_why_and_what_to_do(
    run: Run, source: Callable[..., Path], tmp_path: Path
) -> None:
    path = source({"leeann_101_1_{hw}.ipynb": b"ann", "x[red]\x1b[2J_999_2_{hw}.ipynb": b"?"})
    status, out, _ = run(path, "--roster", tmp_path / "canvas.csv")
    assert status == 1
    assert "x[red]" in out
    assert "\x1b[2J" not in out
    assert "export the roster again" in " ".join(out.replace("│", " ").split())
    assert "1 student: 1 new, 0 newer, 0 unchanged, 0 older; 1 file left, see collected/unmatched/" in out


def test_what_was_kept_nowhere_is_not_looked_for_there(
    run: Run, source: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "none").mkdir()
    status, out, _ = run(tmp_path / "none")
    assert status == 1
    assert "none: named by student" in out
    assert "There is no notebook in it. " in out
    assert "0 students: 0 new, 0 newer, 0 unchanged, 0 older; 1 file left\n" in out
    path = source({"nobody_999_2_{hw}.ipynb": b"?"})
    out = run(path, "--roster", tmp_path / "canvas.csv", "--dry-run")[1]
    assert "1 file left\n" in out


def test_a_dry_run_says_that_nothing_was_written(
    run: Run, source: Callable[..., Path], tmp_path: Path, course: Course
) -> None:
    status, out, _ = run(
        source({"leeann_101_1_{hw}.ipynb": b"ann"}), "--roster", tmp_path / "canvas.csv", "--dry-run"
    )
    assert status == 0
    assert out.endswith("Nothing was written, for this was a dry run.\n")
    assert course.students() == ()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nothing.zip",), "There is no nothing.zip: name a zip or a folder."),
        (("{class}", "--pattern", "("), "is no regular expression"),
        (("{class}", "--roster", "nothing.csv"), "nothing.csv cannot be read"),
        (("{class}", "--from", "canvas"), "give the file of Grades → Export as --roster"),
        (("{class}", "--from", "carrier-pigeon"), "is not one of"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage_is_exit_2(
    arguments: tuple[str, ...], sentence: str, run: Run, source: Callable[..., Path]
) -> None:
    path = source({"leeann_101_1_{hw}.ipynb": b"ann"})
    status, _, err = run(*(word.format_map({"class": path}) for word in arguments))
    assert status == 2
    assert sentence in err
    assert "Traceback" not in err


def test_stopped_by_hand_it_says_how_to_go_on(
    run: Run, source: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("grader.collecting.collect.collect", stop)
    status, _, err = run(source({}))
    assert (status, err) == (
        130,
        "gaussfit: stopped; what is collected is kept, run the command again to go on.\n",
    )


def test_what_was_collected_is_graded_and_a_resubmission_again(
    run: Run,
    source: Callable[..., Path],
    tmp_path: Path,
    course: Course,
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    right_answers: dict[str, str],
) -> None:
    from grader.classroom.grade import Options, grade_class

    roster = ("--roster", tmp_path / "canvas.csv")
    run(source({"leeann_101_1_{hw} (1).ipynb": compose_bytes({})}), *roster)
    assert grade_class(course, Options())["submissions"][0]["score"] == 0
    assert run(source({"leeann_101_7_{hw}-1.ipynb": compose_bytes(right_answers)}), *roster)[0] == 0
    (result,) = grade_class(course, Options())["submissions"]
    assert (result["student"], result["score"]) == ("ann", 10.0)
    assert result["notes"] == []
