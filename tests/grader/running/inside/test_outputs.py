from __future__ import annotations

import base64

import pytest

from grader.running.inside.outputs import CUT, MAX_OUTPUTS, Collector, Stream


@pytest.fixture
def collector() -> Collector:
    made = Collector(1000)
    made.start()
    return made


def test_text_written_in_a_row_is_one_output_and_the_order_of_streams_is_kept(collector: Collector) -> None:
    for name, text in (("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d")):
        Stream(name, collector.write).write(text)
    assert [(output["name"], output["text"]) for output in collector.stop()] == [
        ("stdout", "ab"),
        ("stderr", "c"),
        ("stdout", "d"),
    ]


def test_a_flood_is_cut_with_a_sentence(collector: Collector) -> None:
    for _ in range(10_000):
        collector.write("stdout", "ä" * 100)
    outputs = collector.stop()
    assert len(outputs[0]["text"].encode()) <= 1000
    assert outputs[-1]["text"] == CUT


def test_many_small_outputs_are_cut_too(collector: Collector) -> None:
    for number in range(1000):
        collector.write(("stdout", "stderr")[number % 2], "x")
    assert len(collector.stop()) == MAX_OUTPUTS + 1


def test_a_display_is_told_by_its_picture_or_its_plain_text_and_never_by_html(collector: Collector) -> None:
    collector.display({"text/plain": "plain", "text/html": "<script>alert(1)</script>"})
    collector.display({"text/plain": "figure", "image/png": base64.b64encode(b"png").decode()})
    collector.display({"image/svg+xml": "<svg onload=alert(1)>", "application/javascript": "alert(1)"})
    assert collector.stop() == [{"kind": "text", "text": "plain"}, {"kind": "png", "png": b"png"}]


def test_nothing_is_kept_before_the_start_and_after_the_stop() -> None:
    collector = Collector(1000)
    collector.write("stdout", "before")
    collector.display({"text/plain": "before"})
    collector.start()
    collector.stop()
    collector.write("stdout", "after")
    assert collector.outputs == []


def test_colour_codes_and_control_characters_are_left_out(collector: Collector) -> None:
    collector.write("stdout", "\x1b[31mred\x1b[0m\tand\n\x00")
    assert collector.stop()[0]["text"] == "red\tand\n"


def test_a_stream_takes_text_only(collector: Collector) -> None:
    with pytest.raises(TypeError, match="must be str, not bytes"):
        Stream("stdout", collector.write).write(b"bytes")  # type: ignore[arg-type]
