"""What is taken of a student's folder, whatever lies there."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UnreadableSubmission
from grader.reading import MAX_BYTES
from grader.reading.handed_in import HandedIn, handed_in
from grader.reading.timestamp import parse_timestamp

NAME = "hw"
Make = Callable[[Path], object]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The student's folder for the assignment."""
    folder = tmp_path / "submitted" / "ann" / NAME
    folder.mkdir(parents=True)
    return folder


def taken(own: Path) -> HandedIn:
    return handed_in(own.parents[1], own.parent.name, NAME)


def put(path: Path, text: str = "{}") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_notebook_under_its_name_is_taken_without_a_word(own: Path) -> None:
    put(own / "hw.ipynb", "the notebook")
    assert taken(own) == HandedIn(b"the notebook")


@pytest.mark.parametrize(
    "place",
    [
        "hw/hw (1).ipynb",
        "hw/hw-2.ipynb",
        "hw/HW.IPYNB",
        "hw/hw.ipynb.txt",
        "hw/hw.ipynb.json",
        "hw/deeper/hw.ipynb",
        "hw/one/two/hw.ipynb",
        "HW/hw.ipynb",
        "hw.ipynb",
        "homework.ipynb",
    ],
)
def test_the_only_notebook_is_found_where_people_put_it_and_they_are_told(own: Path, place: str) -> None:
    put(own.parent / place, "the notebook")
    found = taken(own)
    assert found.raw == b"the notebook"
    assert found.notes == (f"The notebook was found as {place}; hand it in as hw.ipynb.",)


def test_what_lies_beside_the_notebook_is_named(own: Path) -> None:
    put(own / "hw.ipynb", "blank")
    put(own / "hw (1).ipynb", "filled")
    assert taken(own).raw == b"blank"
    assert taken(own).notes == (
        "Graded was hw/hw.ipynb; beside it lies hw/hw (1).ipynb, which was not looked at.",
    )


def test_among_several_under_other_names_none_is_guessed(own: Path) -> None:
    put(own / "a.ipynb")
    put(own / "b.ipynb")
    assert taken(own).rejected == (
        "There is no hw.ipynb in the submission, but 2 other notebooks (hw/a.ipynb, hw/b.ipynb): "
        "resubmit the right one under that name."
    )


def put_zip(path: Path, **files: str) -> bytes:
    """A zip of these files; `_` stands for a folder's slash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name.replace("_", "/") + ".ipynb", text)
    return path.read_bytes()


@pytest.mark.parametrize("place", ["mine.zip", "MINE.ZIP", "deeper/mine.zip"])
def test_the_only_notebook_is_found_in_a_zip(own: Path, place: str) -> None:
    put_zip(own / place, home_work="the notebook")
    put(own / "timestamp.txt", "2026-10-31 12:00:00 UTC")
    found = taken(own)
    assert found.raw == b"the notebook"
    assert found.notes[0] == f"The notebook was found as hw/{place}/home/work.ipynb; hand it in as hw.ipynb."
    assert (found.when is None) == ("/" in place)


def test_the_only_one_under_the_right_name_is_found_among_others(own: Path) -> None:
    put_zip(own / "mine.zip", scratch="no", deep_HW="yes")
    assert taken(own).raw == b"yes"
    assert taken(own).notes == (
        "Graded was hw/mine.zip/deep/HW.ipynb; beside it lies hw/mine.zip/scratch.ipynb, which was not looked at.",
    )


def test_a_zip_beside_the_notebook_is_not_looked_into(own: Path) -> None:
    put_zip(own / "mine.zip", hw="in the zip")
    put(own / "hw (1).ipynb", "beside it")
    assert taken(own).raw == b"beside it"


def test_what_cannot_be_unpacked_is_rejected_with_a_sentence(own: Path) -> None:
    raw = put_zip(own / "mine.zip", hw="x" * 1000)
    encrypted = bytearray(raw)
    encrypted[raw.index(b"PK\x01\x02") + 8] |= 1
    many = put_zip(own / "many.zip", **{f"n{number}": "" for number in range(5_001)})
    (own / "many.zip").unlink()
    for content, named in (
        (raw[:60], "hw/mine.zip"),
        (encrypted, "hw/mine.zip/hw.ipynb"),
        (many, "hw/mine.zip"),
    ):
        (own / "mine.zip").write_bytes(content)
        assert taken(own).rejected == (
            f"There is no hw.ipynb in the submission, and {named} cannot be unpacked: resubmit the notebook itself."
        )


def test_a_bomb_is_read_no_further_than_a_notebook_may_be_long(own: Path) -> None:
    put_zip(own / "mine.zip", hw="0" * (MAX_BYTES + 5_000_000))
    assert len(taken(own).raw) == MAX_BYTES + 1


def test_a_zip_that_leads_elsewhere_is_not_followed(own: Path, tmp_path: Path) -> None:
    put_zip(tmp_path / "other.zip", hw="another's")
    (own / "mine.zip").symlink_to(tmp_path / "other.zip")
    put_zip(own / "up.zip", **{"..__..__hw": "out"})
    assert taken(own).raw == b""
    assert "cannot be unpacked" in str(taken(own).rejected)


def test_a_forest_of_folders_is_not_searched_to_its_end(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in range(20):
        for other in range(20):
            (own / f"{one:02}" / f"{other:02}").mkdir(parents=True)
    put(own / "19" / "19" / "hw.ipynb")
    opened = 0
    usual = os.open

    def count(*arguments: Any, **options: Any) -> int:
        nonlocal opened
        opened += 1
        return usual(*arguments, **options)

    monkeypatch.setattr(os, "open", count)
    assert taken(own).rejected is not None
    assert opened <= 60


def test_an_empty_folder_says_what_is_missing(own: Path) -> None:
    assert taken(own).rejected == (
        "There is no hw.ipynb in the submission: resubmit the notebook under that name."
    )


def linked_notebook(own: Path) -> None:
    (own / "hw.ipynb").symlink_to(put(own.parents[2] / "other" / "hw.ipynb", "SECRET"))


def linked_folder(own: Path) -> None:
    own.rmdir()
    own.symlink_to(put(own.parents[2] / "other" / "hw.ipynb", "SECRET").parent)


def linked_student(own: Path) -> None:
    own.rmdir()
    own.parent.rmdir()
    own.parent.symlink_to(put(own.parents[2] / "other" / NAME / "hw.ipynb", "SECRET").parents[1])


def dangling_link(own: Path) -> None:
    (own / "hw.ipynb").symlink_to(own / "nothing")


def pipe(own: Path) -> None:
    os.mkfifo(own / "hw.ipynb")


def folder_as_notebook(own: Path) -> None:
    (own / "hw.ipynb").mkdir()


def link_to_a_folder_with_a_notebook(own: Path) -> None:
    (own / "more").symlink_to(put(own.parents[2] / "other" / "hw.ipynb", "SECRET").parent)


@pytest.mark.parametrize(
    "make",
    [
        linked_notebook,
        linked_folder,
        linked_student,
        dangling_link,
        pipe,
        folder_as_notebook,
        link_to_a_folder_with_a_notebook,
    ],
)
def test_links_pipes_and_folders_are_rejected_and_never_followed(own: Path, make: Make) -> None:
    make(own)
    found = taken(own)
    assert found.raw == b""
    assert found.rejected is not None
    assert found.rejected.endswith(
        ("resubmit the notebook itself.", "resubmit the notebook under that name.")
    )


TIME = datetime(2026, 11, 1, 10, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        b"2026-11-01 10:00:05 UTC\n",
        b"2026-11-01 10:00:05.000000 UTC",
        b"\xef\xbb\xbf2026-11-01 10:00:05 UTC\r\n",
        "2026-11-01 10:00:05 UTC".encode("utf-16"),
        b"2026-11-01T10:00:05Z",
        b"2026-11-01T11:00:05+01:00",
        b"2026-11-01 11:00:05 +0100",
        b"2026-11-01 11:00:05 Europe/Berlin",
        b"2026-11-01 10:00:05",
    ],
)
def test_a_time_is_read_as_programs_write_it(content: bytes) -> None:
    assert parse_timestamp(content) == TIME


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"last Tuesday",
        b"2026-13-01 10:00:00",
        b"\xff\xfe\x00",
        b"2026-11-01 10:00:00 ../../etc",
        b"9" * 500,
        b"2026-11-01 10:00:00 Nowhere/Land",
        b"0001-01-01 00:00:00 +14:00",
        b"0001-01-01 00:00:00 UTC",
        b"1969-12-31 23:59:59 UTC",
        b"3000-01-01 00:00:00 UTC",
        b"9999-12-31 23:59:59.999999 UTC",
        b"\x00" * 200,
    ],
)
def test_what_is_no_time_is_none(content: bytes) -> None:
    assert parse_timestamp(content) is None


def sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 40)


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_text("soon"),
        lambda path: path.symlink_to("/etc/passwd"),
        lambda path: path.symlink_to("nowhere"),
        os.mkfifo,
        sparse,
        lambda path: path.mkdir(),
    ],
)
def test_a_bad_timestamp_costs_nothing_and_is_named(own: Path, make: Make) -> None:
    put(own / "hw.ipynb", "the notebook")
    make(own / "timestamp.txt")
    found = taken(own)
    assert (found.raw, found.when, found.rejected) == (b"the notebook", None, None)
    assert found.untimed == "hw/timestamp.txt"
    assert found.notes == ("timestamp.txt does not hold a time, so nothing is taken off for being late.",)


@pytest.mark.parametrize("error", [13, 5], ids=["EACCES", "EIO"])
def test_a_timestamp_that_this_machine_cannot_read_leaves_the_notebook_to_be_graded(
    own: Path, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(own / "hw.ipynb", "the notebook")
    put(own / "timestamp.txt", "2026-11-01 10:00:05 UTC")
    usual = os.open

    def refuse(path: str, *arguments: int, **options: int) -> int:
        if path == "timestamp.txt":
            raise OSError(error, os.strerror(error))
        return usual(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    found = taken(own)
    assert (found.raw, found.when, found.untimed) == (b"the notebook", None, "hw/timestamp.txt")
    assert found.notes == ()


@pytest.mark.parametrize("error", [13, 5, 24, 12], ids=["EACCES", "EIO", "EMFILE", "ENOMEM"])
@pytest.mark.parametrize("name", ["ann", NAME, "hw.ipynb"])
def test_what_this_machine_cannot_read_is_nobodys_fault(
    own: Path, name: str, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(own / "hw.ipynb")
    usual = os.open

    def refuse(path: str, *arguments: int, **options: int) -> int:
        if path == name:
            raise OSError(error, os.strerror(error))
        return usual(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableSubmission, match=f"{name} cannot be read .*: give the grader access"):
        taken(own)
