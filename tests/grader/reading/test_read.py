from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.errors import RejectedSubmission, UnreadableSubmission
from grader.reading.read import MAX_BYTES, read_file, read_notebook


def notebook(**changes: Any) -> bytes:
    content: dict[str, Any] = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
        "cells": [
            {
                "cell_type": "code",
                "id": "a",
                "metadata": {"nbgrader": {"grade_id": "residuals"}},
                "source": ["x = 1\n", "y = 2"],
                "outputs": [],
                "execution_count": None,
            }
        ],
    }
    return json.dumps(content | changes).encode()


def test_a_cell_keeps_its_source_and_its_names() -> None:
    (cell,) = read_notebook(notebook())
    assert (cell.source, cell.grade_id, cell.cell_id) == ("x = 1\ny = 2", "residuals", "a")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "The file is empty"),
        (b"  \n", "The file is empty"),
        (b"I could not export it", "not valid JSON"),
        (notebook()[:-20], "not valid JSON"),
        (b"\xff\xfe\x00\x01", "not UTF-8 text"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[1, 2]", "JSON but not a Jupyter notebook"),
        (b'{"cells": []}', "JSON but not a Jupyter notebook"),
        (notebook(nbformat=2), "format 2, which cannot be read"),
        (notebook(nbformat=5), "format 5, which cannot be read"),
        (notebook(cells={"a": 1}), "no list of cells"),
        (notebook(cells=[{}] * 2_001), "2001 cells, more than the 2000"),
        (notebook(cells=[{"cell_type": "code", "source": "x" * 1_000_001}]), "more than 1000000 characters"),
        (notebook(metadata={"kernelspec": {"language": "R", "name": "ir"}}), "written for a R kernel"),
        (notebook(metadata={"language_info": {"name": "julia"}}), "written for a julia kernel"),
        (b" " * (MAX_BYTES + 1) + b"{}", "larger than the 20 MB allowed"),
    ],
)
def test_what_is_no_python_notebook_is_rejected_with_a_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(RejectedSubmission, match=reason):
        read_notebook(raw)


@pytest.mark.parametrize("cells", [[1, None, "x"], [{"cell_type": "code", "source": 3}], [{"source": "x"}]])
def test_what_is_no_cell_is_left_out(cells: list[Any]) -> None:
    assert read_notebook(notebook(cells=cells)) == ()


@pytest.mark.parametrize("metadata", [None, 3, {"nbgrader": 3}, {"nbgrader": {"grade_id": {"a": 1}}}])
def test_broken_cell_metadata_costs_only_the_name(metadata: Any) -> None:
    (cell,) = read_notebook(notebook(cells=[{"cell_type": "code", "source": "x", "metadata": metadata}]))
    assert (cell.source, cell.grade_id) == ("x", None)


def format_3(cells: list[Any]) -> bytes:
    raw = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    return json.dumps(raw).encode()


def test_a_notebook_of_format_3_is_upgraded() -> None:
    old = nbformat.v3.new_notebook(
        worksheets=[nbformat.v3.new_worksheet(cells=[nbformat.v3.new_code_cell(input="x = 1")])]
    )
    (cell,) = read_notebook(nbformat.v3.writes_json(old).encode())
    assert (cell.cell_type, cell.source) == ("code", "x = 1")


def test_a_heading_of_format_3_is_text() -> None:
    """As Jupyter writes it: a text is a list of lines in the file."""
    heading = {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["My answers"]}
    raw = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [{"metadata": {}, "cells": [heading]}],
    }
    (cell,) = read_notebook(json.dumps(raw).encode())
    assert (cell.cell_type, cell.source) == ("markdown", "## My answers")


@pytest.mark.parametrize("level", [None, 400_000_000, 0, 2.0, [2], "2"])
def test_a_heading_of_format_3_with_no_level_is_one_of_the_first(level: Any) -> None:
    heading = {"cell_type": "heading", "level": level, "source": "My\nanswers"}
    assert read_notebook(format_3([heading]))[0].source == "# My answers"


@pytest.mark.parametrize("worksheets", [3, [3], [{}], [{"cells": 3}], [{"cells": []}, None]])
def test_a_broken_notebook_of_format_3_is_rejected(worksheets: Any) -> None:
    raw = json.dumps({"nbformat": 3, "nbformat_minor": 0, "worksheets": worksheets}).encode()
    with pytest.raises(RejectedSubmission, match="old format 3 and cannot be upgraded"):
        read_notebook(raw)


def test_a_flood_in_a_notebook_of_format_3_is_counted_before_anything_is_made_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """nbformat's upgrade took 3.6 GB and half a minute for 20 MB of empty cells, as long for outputs."""
    monkeypatch.setattr(nbformat, "convert", pytest.fail)
    with pytest.raises(RejectedSubmission, match="100000 cells, more than the 2000"):
        read_notebook(format_3([{}] * 100_000))
    outputs = [{"output_type": "\x1b[2J", "text": ["x"]}] * 100_000
    (cell,) = read_notebook(format_3([{"cell_type": "code", "input": ["x", "=1"], "outputs": outputs}]))
    assert cell.source == "x=1"


def test_a_byte_order_mark_does_no_harm() -> None:
    assert len(read_notebook(b"\xef\xbb\xbf" + notebook())) == 1


def test_a_lone_surrogate_becomes_text_that_can_be_written() -> None:
    (cell,) = read_notebook(notebook(cells=[{"cell_type": "code", "source": "s = '\ud800'"}]))
    assert cell.source.encode() == b"s = '?'"


def test_a_missing_file_is_rejected_and_names_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "homework (1).ipynb").write_bytes(b"{}")
    with pytest.raises(RejectedSubmission, match=r"it holds homework \(1\).ipynb"):
        read_file(tmp_path / "line-fit.ipynb")


def test_a_link_to_another_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("42")
    (tmp_path / "n.ipynb").symlink_to(tmp_path / "secret")
    with pytest.raises(RejectedSubmission, match="cannot be read"):
        read_file(tmp_path / "n.ipynb")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EMFILE])
def test_what_this_machine_cannot_read_is_nobodys_zero(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read everything, so the refusal is played."""

    def refuse(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("grader.reading.read.os.open", refuse)
    with pytest.raises(UnreadableSubmission, match=r"cannot be read .*: give the grader access"):
        read_file(tmp_path / "n.ipynb")


def test_a_pipe_does_not_stop_the_class(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "n.ipynb")
    with pytest.raises(RejectedSubmission, match="no plain file"):
        read_file(tmp_path / "n.ipynb")


def test_a_folder_is_no_submission(tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").mkdir()
    with pytest.raises(RejectedSubmission, match="no plain file"):
        read_file(tmp_path / "n.ipynb")
