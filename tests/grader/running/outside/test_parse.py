from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from grader.running.outside.parse import parse_answer, parse_cell, parse_drawing
from grader.running.outside.png import checked_png
from grader.running.wire import WireError, array_to_plain

"""A busy machine is no failure."""
ERROR = {"type_name": "ValueError", "message": "no", "line": "x", "traceback": "t"}
VALUE = {"kind": "none", "type_name": "NoneType", "dtype": None, "shape": None, "array": None}
CURVE: dict[str, Any] = {
    "vertices": array_to_plain(np.zeros((3, 2))),
    "closed": True,
    "artist": "Line2D",
    "stroke": [0.0, 0.0, 0.0, 1.0],
    "fill": None,
    "linewidth": 1.5,
}
DRAWING: dict[str, Any] = {
    "curves": [CURVE],
    "background": [1.0, 1.0, 1.0, 1.0],
    "xlim": [0.0, 1.0],
    "ylim": [0.0, 1.0],
    "artists": 1,
    "artists_elsewhere": 0,
}


def png_bytes() -> bytes:
    figure = Figure(figsize=(1, 1))
    FigureCanvasAgg(figure)
    buffer = io.BytesIO()
    figure.savefig(buffer)
    return buffer.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@given(
    st.dictionaries(
        st.sampled_from(["outcome", "value", "error", "changed", "drawing", "outputs", "kept"]),
        st.sampled_from(["ok", "raised", "missing", 1, None, [], {}, [0], [True], ERROR, VALUE, DRAWING]),
    )
)
def test_any_reply_is_an_answer_or_a_wire_error(reply: dict[str, Any]) -> None:
    try:
        answer = parse_answer(reply, 3, 0.1, drawn=True)
    except WireError:
        return
    assert answer.outcome in ("ok", "raised", "missing")


@given(
    st.dictionaries(
        st.sampled_from(["outcome", "error", "outputs", "kept"]),
        st.sampled_from(
            ["ok", "raised", 1, None, [], {}, {"A": VALUE}, {"A": 1}, [1], [{"kind": "html"}], ERROR]
        ),
    )
)
def test_any_reply_to_a_cell_is_a_run_or_a_wire_error(reply: dict[str, Any]) -> None:
    try:
        run, kept = parse_cell(reply, ["A"], 0.1)
    except WireError:
        return
    assert run.outcome in ("ok", "raised")
    assert kept.keys() == {"A"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"curves": [CURVE] * 2_501}, "may have 2500 curves"),
        (
            {"curves": [{**CURVE, "vertices": array_to_plain(np.zeros((150_000, 2)))}] * 2},
            "may have 120000 vertices",
        ),
        ({"curves": [{**CURVE, "vertices": array_to_plain(np.zeros(6))}]}, r"of shape \(n, 2\)"),
        ({"curves": [{**CURVE, "vertices": array_to_plain(np.full((3, 2), np.nan))}]}, "must be finite"),
        ({"curves": [{**CURVE, "linewidth": float("inf")}]}, "linewidth must be a finite number"),
        ({"curves": [{**CURVE, "stroke": [1.0]}]}, "A colour has 4 parts"),
        ({"curves": [{**CURVE, "closed": 1}]}, "closed must be bool"),
        ({"background": None}, "needs a background"),
        ({"xlim": [0.0]}, "xlim has 2 parts"),
        ({"artists": "many"}, "artists must be int"),
        ({"curves": {}}, "curves must be list"),
    ],
)
def test_a_lying_drawing_is_refused(change: dict[str, Any], told: str) -> None:
    assert parse_drawing(DRAWING).artists == 1
    with pytest.raises(WireError, match=told):
        parse_drawing({**DRAWING, **change})


def test_a_curve_without_vertices_is_left_out() -> None:
    empty = {**CURVE, "vertices": array_to_plain(np.zeros((0, 2)))}
    assert len(parse_drawing({**DRAWING, "curves": [empty, CURVE, empty]}).curves) == 1


def test_a_changed_argument_must_be_one_that_was_given() -> None:
    with pytest.raises(WireError, match="among those that were given"):
        parse_answer({"outcome": "ok", "value": VALUE, "changed": [3]}, 3, 0.1, drawn=False)


@pytest.mark.parametrize("dtype", [np.uint8, np.bool_, np.int32, np.float64])
def test_more_numbers_than_a_child_tells_are_not_kept(dtype: type[np.generic]) -> None:
    """Each byte would be eight, of every answer at once: 1.6 GB of forged ones."""
    for length, told in ((200_000, True), (200_001, False)):
        array = array_to_plain(np.zeros(length, dtype))
        value = {**VALUE, "kind": "array", "shape": [length], "array": array}
        reply = {"outcome": "ok", "value": value, "changed": []}
        if told:
            answer = parse_answer(reply, 0, 0.1, drawn=False)
            assert answer.value is not None
            assert answer.value.array is not None
        else:
            with pytest.raises(WireError, match="may have 200000 numbers"):
                parse_answer(reply, 0, 0.1, drawn=False)


def test_what_a_child_calls_a_score_is_read_by_nobody() -> None:
    answer = parse_answer(
        {"outcome": "ok", "value": VALUE, "changed": [], "score": 10, "points": 10}, 3, 0.1, False
    )
    assert "10" not in repr(answer)


def test_a_raised_error_is_cleaned_again_on_this_side() -> None:
    reply = {"outcome": "raised", "error": {**ERROR, "message": "\x1b[31mred\x00"}}
    answer = parse_answer(reply, 0, 0.1, drawn=False)
    assert answer.error is not None
    assert answer.error.message == "red"


def test_a_picture_of_matplotlib_passes_without_its_texts() -> None:
    data = png_bytes()
    assert b"Software" in data
    checked = checked_png(data)
    assert b"Software" not in checked
    assert checked_png(checked) == checked


def test_a_bomb_a_stump_a_forgery_and_a_polyglot_are_no_pictures() -> None:
    data = png_bytes()
    huge = data[:8] + chunk(b"IHDR", struct.pack(">II5B", 100_000, 100_000, 8, 6, 0, 0, 0)) + data[33:]
    for bad, told in (
        (b"<svg/>", "must be a PNG"),
        (data[:-10], "in the middle"),
        (data[:60], "in the middle"),
        (data[:40] + b"x" + data[41:], "checksum"),
        (huge, "may have 40000000 pixels"),
        (data[:8] + chunk(b"IDAT", b""), "begin with its size"),
        (data[:33] + huge[8:33] + data[33:], "has one size"),
    ):
        with pytest.raises(WireError, match=told):
            checked_png(bad)
    assert b"<script>" not in checked_png(data + b"<script>")
    assert b"<script>" not in checked_png(data[:33] + chunk(b"tEXt", b"<script>") + data[33:])
