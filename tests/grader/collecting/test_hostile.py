"""Archives and folders made to do harm: one sentence each, the others are collected, nothing is written elsewhere."""

from __future__ import annotations

import contextlib
import os
import random
import stat
import struct
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.collecting import sources
from grader.course import Course
from grader.errors import UsageError
from grader.reading import archives
from tests.grader.collecting.conftest import Collect, Zipped, make_zip

There = Callable[[str], Any]
Make = Callable[[zipfile.ZipFile, str], None]


@pytest.fixture
def hw(course: Course) -> str:
    return course.assignment


def outside(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr(f"../../mallory/{hw}.ipynb", "x")


def outside_by_backslashes(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr(f"mallory\\..\\..\\..\\{hw}.ipynb", "x")


def absolute(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr(f"/tmp/mallory/{hw}.ipynb", "x")


def on_a_drive(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr(f"C:\\mallory\\{hw}.ipynb", "x")


def link(packed: zipfile.ZipFile, hw: str) -> None:
    info = zipfile.ZipInfo(f"mallory/{hw}.ipynb")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    packed.writestr(info, "/etc/passwd")


def pipe(packed: zipfile.ZipFile, hw: str) -> None:
    info = zipfile.ZipInfo(f"mallory/{hw}.ipynb")
    info.create_system, info.external_attr = 3, (stat.S_IFIFO | 0o777) << 16
    packed.writestr(info, "")


def odd_packing(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr(f"mallory/{hw}.ipynb", b"0" * 10_000_000, zipfile.ZIP_BZIP2)


def too_large(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr(f"mallory/{hw}.ipynb", b"0" * (20 * 2**20 + 1))


def long_name(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr("mallory/" + "x" * 5000 + ".ipynb", "x")


def deep(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr("mallory/" * 1000 + "x.ipynb", "x")


def flooded_inside(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr("mallory.zip", many_entries(100_000))


def not_a_zip_inside(packed: zipfile.ZipFile, hw: str) -> None:
    packed.writestr("mallory.zip", b"PK\3\4 but no more")


def zips_without_end(packed: zipfile.ZipFile, hw: str) -> None:
    content = b"x"
    for _ in range(6):
        path = Path(packed.filename or "").with_name("inner.zip")
        content = make_zip(path, {"a.zip": content}).read_bytes()
    packed.writestr("mallory.zip", content)


def many_entries(count: int) -> bytes:
    """An archive with that many entries, all of the same few bytes."""
    name = b"%08d.ipynb"
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, 14, 0) + name % 0
    central = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 14, 0, 0, 0, 0, 0, 0)
        + name % number
        for number in range(count)
    )
    end = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF & count, 0xFFFF & count, len(central), len(local), 0
    )
    return local + central + end


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (outside, "Its name leads out of the archive"),
        (outside_by_backslashes, "Its name leads out of the archive"),
        (absolute, "Its name is an absolute path"),
        (on_a_drive, "Its name is an absolute path"),
        (link, "It is a link or no plain file, and was not followed."),
        (pipe, "It is a link or no plain file, and was not followed."),
        (odd_packing, "It is packed in an unusual way"),
        (too_large, "has more than 20 MB: ask for it with its outputs cleared."),
        (long_name, "Its name is too long or too deep"),
        (deep, "Its name is too long or too deep"),
        (flooded_inside, "has more than 5000 entries"),
        (not_a_zip_inside, "is no readable zip"),
        (zips_without_end, "There is no notebook"),
    ],
)
def test_a_hostile_entry_is_one_sentence_and_the_others_are_collected(
    make: Make, sentence: str, go: Collect, course: Course, tmp_path: Path, there: There, hw: str
) -> None:
    before = sorted(str(path) for path in tmp_path.rglob("*") if "course" not in path.parts)
    with zipfile.ZipFile(tmp_path / "class.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"ann/{hw}.ipynb", b"ann")
        make(packed, hw)
        packed.writestr(f"bob/{hw}.ipynb", b"bob")
    (tmp_path / "inner.zip").unlink(missing_ok=True)
    report = go(tmp_path / "class.zip")
    assert [each.student for each in report.collected] == ["ann", "bob"]
    (left,) = report.unmatched
    assert sentence in left.reason
    assert "\n" not in left.reason
    assert sorted(path.name for path in course.submitted.iterdir()) == ["ann", "bob"]
    after = sorted(str(path) for path in tmp_path.rglob("*") if "course" not in path.parts)
    assert after == sorted([*before, str(tmp_path / "class.zip")])


def test_an_entry_without_a_name_is_no_file(go: Collect, tmp_path: Path, hw: str) -> None:
    path = make_zip(tmp_path / "class.zip", {f"ann/{hw}.ipynb": b"ann", "?": b"x"})
    path.write_bytes(path.read_bytes().replace(b"?", b"\0"))
    assert [each.student for each in go(path).collected] == ["ann"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_source_of_nothing_is_told(packed: bool, go: Collect, zipped: Zipped, tree: Zipped) -> None:
    report = go(zipped({}) if packed else tree({".keep": b""}))
    (left,) = report.unmatched
    assert left.reason == "There is no notebook in it."


def test_bytes_changed_at_random_never_stop_a_run(
    go: Collect, tmp_path: Path, roster: Callable[[str], Path], hw: str
) -> None:
    """Each run is on an archive with some bytes changed, left out or added."""
    inner = make_zip(tmp_path / "inner.zip", {"x/a.ipynb": b"1" * 300}).read_bytes()
    whole = make_zip(
        tmp_path / "whole.zip", {f"leeann_101_1_{hw}.ipynb": b"a" * 200, "raybob_102_2_w.zip": inner}
    )
    rows = roster("student,ID\ns1,101\ns2,102\n")
    rng = random.Random(1)
    ended = 0
    for _ in range(300):
        content = bytearray(whole.read_bytes())
        for _ in range(rng.choice([1, 1, 2, 5, 20])):
            at = rng.randrange(len(content))
            content[at : at + rng.choice([0, 1, 1, 1, 4])] = rng.randbytes(rng.choice([0, 1, 1, 1, 4]))
        (tmp_path / "class.zip").write_bytes(content)
        with contextlib.suppress(UsageError):
            report = go(tmp_path / "class.zip", roster=rows, dry_run=True)
            assert report.collected or report.unmatched
            ended += 1
    assert ended > 200


def test_an_encrypted_entry(go: Collect, tmp_path: Path, hw: str) -> None:
    path = make_zip(tmp_path / "class.zip", {f"ann/{hw}.ipynb": b"ann", f"bob/{hw}.ipynb": b"bob"})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(signature) + offset] |= 1
    path.write_bytes(content)
    report = go(path)
    assert [each.student for each in report.collected] == ["bob"]
    assert [left.reason for left in report.unmatched] == ["It is encrypted: ask for it without a password."]


def test_a_damaged_entry(go: Collect, tmp_path: Path, hw: str) -> None:
    path = make_zip(tmp_path / "class.zip", {f"ann/{hw}.ipynb": b"ann" * 100, f"bob/{hw}.ipynb": b"bob"})
    content = bytearray(path.read_bytes())
    content[40 + len(hw)] ^= 0xFF
    path.write_bytes(content)
    report = go(path)
    assert [each.student for each in report.collected] == ["bob"]
    (left,) = report.unmatched
    assert "cannot be unpacked" in left.reason
    assert left.reason.count("cannot be unpacked") <= 2


def test_a_damaged_archive_does_not_stop_the_others(
    go: Collect, tmp_path: Path, zipped: Zipped, hw: str
) -> None:
    good = zipped({f"ann/{hw}.ipynb": b"ann"})
    bad = tmp_path / "bad.zip"
    content = bytearray(good.read_bytes())
    content[content.index(b"PK\1\2")] = 0
    bad.write_bytes(content)
    report = go(bad, good)
    assert [each.student for each in report.collected] == ["ann"]
    assert [(left.file, left.reason.partition(" (")[0]) for left in report.unmatched] == [
        ("bad.zip", "bad.zip is no readable zip")
    ]


@pytest.mark.parametrize("count", [100_000, 500_000])
def test_an_archive_of_very_many_entries_is_one_sentence_and_memory_stays_flat(
    count: int, go: Collect, tmp_path: Path, zipped: Zipped, hw: str
) -> None:
    flood = tmp_path / "flood.zip"
    flood.write_bytes(many_entries(count))
    good = zipped({f"ann/{hw}.ipynb": b"ann"})
    tracemalloc.start()
    report = go(flood, good)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [each.student for each in report.collected] == ["ann"]
    assert [left.reason for left in report.unmatched] == [
        "flood.zip has more than 50000 entries: take what is needed out of it by hand."
    ]
    assert peak < 100 * 2**20


def test_a_class_of_very_many_is_not_kept_in_memory(go: Collect, tmp_path: Path, hw: str) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(12):
            packed.writestr(f"s{number}/{hw}.ipynb", bytes([number]) * 8 * 2**20)
    tracemalloc.start()
    report = go(tmp_path / "class.zip", dry_run=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(report.collected) == 12
    assert peak < 60 * 2**20


def test_a_bomb_of_many_files_ends_where_the_budget_does(
    go: Collect, tmp_path: Path, hw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LEAST_BUDGET", 50 * 2**20)
    with zipfile.ZipFile(tmp_path / "class.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(20):
            packed.writestr(f"s{number:02}/{hw}.ipynb", bytes(10 * 2**20))
    report = go(tmp_path / "class.zip", dry_run=True)
    assert 5 <= len(report.collected) <= 6
    assert "unpacks to far more than its own size" in report.unmatched[-1].reason
    assert len(report.collected) + len(report.unmatched) == 20


def test_the_sizes_that_an_archive_tells_are_not_believed(
    go: Collect, tmp_path: Path, there: There, hw: str
) -> None:
    path = make_zip(tmp_path / "class.zip", {f"ann/{hw}.ipynb": bytes(21 * 2**20), f"bob/{hw}.ipynb": b"bob"})
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\1\2") + 24
    content[at : at + 4] = struct.pack("<I", 10)
    path.write_bytes(content)
    report = go(path)
    assert there("ann") is None
    assert [each.student for each in report.collected] == ["bob"]
    assert len(report.unmatched) == 1


def test_the_same_name_twice_takes_the_later_and_tells(
    go: Collect, tmp_path: Path, there: There, hw: str
) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as packed:
        packed.writestr(f"ann/{hw}.ipynb", b"first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            packed.writestr(f"ann/{hw}.ipynb", b"second")
    report = go(tmp_path / "class.zip")
    assert there("ann") == ("second", None)
    assert "Of 2 notebooks" in report.collected[0].notes[0]


def test_names_that_differ_in_capitals_or_unicode_alone_are_one_students(
    go: Collect, zipped: Zipped, course: Course, there: There, hw: str
) -> None:
    decomposed = unicodedata.normalize("NFD", "jörg")
    report = go(
        zipped(
            {
                f"jörg/{hw}.ipynb": b"1",
                f"{decomposed}/{hw.upper()}.IPYNB": b"2",
                f"JÖRG/{hw}.ipynb": b"3",
                f"ann/{hw}.ipynb": b"ann",
            }
        )
    )
    assert sorted(path.name for path in course.submitted.iterdir()) == ["ann", "jörg"]
    assert "Of 3 notebooks" in report.collected[1].notes[0]


@pytest.mark.parametrize("page", ["utf-8", "cp437", "cp850", "cp1252"])
def test_names_in_another_code_page_are_matched(
    page: str, go: Collect, tmp_path: Path, roster: Callable[[str], Path], there: There, hw: str
) -> None:
    """As Windows and old programs write them: bytes of some page, and no word of which."""
    name = "Jörg Müller".encode(page)
    filler = b"?" * len(name)
    files = {
        f"1-2 - {filler.decode()} - Oct 31, 2026 112 PM/{hw}.ipynb": b"joerg",
        f"1-3 - Ann Lee - Oct 31, 2026 112 PM/{hw}.ipynb": b"ann",
    }
    path = make_zip(tmp_path / "class.zip", files)
    content = path.read_bytes().replace(filler, name)
    path.write_bytes(content)
    report = go(path, roster=roster("student,name\ns1,Jörg Müller\ns2,Ann Lee\n"))
    assert report.unmatched == []
    assert there("s1")[0] == "joerg"


@pytest.mark.parametrize("student", ["..", ".hidden", "a/b", "x" * 300, "a\x00b", "con\ntrol"])
def test_what_cannot_be_a_folders_name_is_no_student(
    student: str, go: Collect, zipped: Zipped, course: Course, hw: str
) -> None:
    go(
        zipped({f"1 {student} .ipynb": b"x", f"ann/{hw}.ipynb": b"ann"}),
        pattern=r"(?s)1 (?P<student>.*) \.|(?P<other>ann)",
    )
    names = [path.name for path in course.submitted.iterdir()]
    assert all(len(name) < 250 and name[0] != "." and "\n" not in name for name in names)
    assert not (course.root / f"{hw}.ipynb").exists()


def make_link_to_notebook(root: Path, hw: str) -> None:
    (root / "mallory").mkdir()
    (root / "mallory" / f"{hw}.ipynb").symlink_to("/etc/passwd")


def make_link_to_folder(root: Path, hw: str) -> None:
    (root.parent / "elsewhere").mkdir()
    (root.parent / "elsewhere" / f"{hw}.ipynb").write_text("SECRET")
    (root / "mallory").symlink_to(root.parent / "elsewhere")


def make_pipe(root: Path, hw: str) -> None:
    (root / "mallory").mkdir()
    os.mkfifo(root / "mallory" / f"{hw}.ipynb")


def make_nameless(root: Path, hw: str) -> None:
    folder = os.fsencode(root) + b"/m\xffllory"
    os.mkdir(folder)
    (Path(os.fsdecode(folder)) / f"{hw}.ipynb").write_text("x")


@pytest.mark.parametrize("make", [make_link_to_notebook, make_link_to_folder, make_pipe, make_nameless])
def test_links_and_pipes_in_a_folder_are_told_and_not_followed(
    make: Callable[[Path, str], None], go: Collect, tree: Zipped, course: Course, hw: str
) -> None:
    root = tree({f"ann/{hw}.ipynb": b"ann", f"bob/{hw}.ipynb": b"bob"})
    make(root, hw)
    report = go(root)
    assert [each.student for each in report.collected] == ["ann", "bob"]
    assert len(report.unmatched) == 1
    assert sorted(path.name for path in course.submitted.iterdir()) == ["ann", "bob"]


def test_a_folder_that_cannot_be_read_is_told(
    go: Collect, tree: Zipped, hw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who runs the tests may be allowed to read everything, so the refusal is made."""
    root = tree({f"ann/{hw}.ipynb": b"ann", f"bob/{hw}.ipynb": b"bob"})
    usual = os.open

    def refuse(path: Any, *arguments: Any, **options: Any) -> int:
        if path == "bob":
            raise PermissionError(13, "Permission denied", path)
        return usual(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    report = go(root)
    assert [each.student for each in report.collected] == ["ann"]
    assert [left.reason for left in report.unmatched] == [
        "It cannot be read (Permission denied): give access to it and collect again."
    ]


def test_a_flood_of_files_in_a_folder(
    go: Collect, tree: Zipped, hw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MOST_ENTRIES", 10)
    root = tree({f"s{number}/{hw}.ipynb": b"x" for number in range(11)})
    assert [left.reason for left in go(root).unmatched] == [
        "class has more than 10 files: collect the folders in it one by one."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "x: [",
        "submission_1: 7",
        "submission_1:\n  :submitters: x",
        "submission_1:\n  :submitters:\n  - 1\n  - :sid: [a]\n  :created_at: never",
        "submission_1: !!python/object/apply:os.system ['touch trapped']",
        "a: &a [x]\nb: &b [*a,*a]\nsubmission_1: *b",
        "\x00",
        "\xff\xfe",
        "? [a]\n: b",
        "submission_1:\n" + "".join(" " * depth + "a:\n" for depth in range(2, 3000)),
    ],
)
def test_metadata_of_gradescope_may_hold_anything(
    text: str, go: Collect, zipped: Zipped, roster: Callable[[str], Path], hw: str
) -> None:
    source = zipped({"submission_metadata.yml": text.encode("latin-1"), f"submission_1/{hw}.ipynb": b"x"})
    report = go(source, roster=roster("student\nann\n"))
    assert report.collected == []
    assert len(report.unmatched) == 1
    assert not Path("trapped").exists()


def test_a_name_with_thousands_of_accents_is_not_put_in_order(
    go: Collect, tmp_path: Path, hw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of 32,000 took two seconds, and there is room for a thousand in an archive's list."""
    lengths: list[int] = []
    normalize = unicodedata.normalize

    def counted(form: Any, text: str) -> str:
        lengths.append(len(text))
        return normalize(form, text)

    with zipfile.ZipFile(tmp_path / "class.zip", "w") as packed:
        packed.writestr(f"ann/{hw}.ipynb", b"ann")
        packed.writestr("bob/e" + "\u0301\u0316" * 15_000 + ".ipynb", "x")
    monkeypatch.setattr(unicodedata, "normalize", counted)
    report = go(tmp_path / "class.zip")
    assert [each.student for each in report.collected] == ["ann"]
    assert "Its name is too long" in report.unmatched[0].reason
    assert max(lengths) < 1_000
