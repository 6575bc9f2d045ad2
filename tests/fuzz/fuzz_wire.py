"""Feeds whatever comes to the trusted side's readers, guided by coverage. Not a test: run it for some minutes.

    pip install atheris
    python tests/fuzz/fuzz_wire.py --seeds /tmp/corpus
    python tests/fuzz/fuzz_wire.py /tmp/corpus -max_total_time=300 -rss_limit_mb=1024 -timeout=2

A crash is any exception but `WireError`; `-rss_limit_mb` and `-timeout` catch growth and hangs. Without atheris
(`python tests/fuzz/fuzz_wire.py --plain SECONDS`) it feeds random mutations of real messages instead.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import msgpack
import numpy as np

from grader.running import wire
from grader.running.outside.parse import parse_answer, parse_cell
from grader.running.outside.png import checked_png

ARRAY = wire.array_to_plain(np.zeros((3, 2)))
CURVE = {
    "vertices": ARRAY,
    "closed": True,
    "artist": "Line2D",
    "stroke": [0.0, 0.0, 0.0, 1.0],
    "fill": None,
    "linewidth": 1.5,
    "level": None,
    "zorder": 2.0,
    "dots": False,
    "path": 0,
}
VALUE = {"kind": "tensor", "type_name": "Tensor", "dtype": "float32", "shape": [3, 2], "array": ARRAY}
ERROR = {"type_name": "ValueError", "message": "no", "line": "x", "traceback": "t"}
DRAWING = {
    "curves": [CURVE, CURVE],
    "background": [1.0, 1.0, 1.0, 1.0],
    "xlim": [0.0, 1.0],
    "ylim": [0.0, 1.0],
    "artists": 2,
    "artists_elsewhere": 0,
    "axes": 1,
}
OUTPUTS = [{"kind": "stream", "name": "stdout", "text": "a"}, {"kind": "png", "png": b"\x89PNG\r\n\x1a\n"}]
SEEDS = [
    {"id": "0" * 32, "outcome": "ok", "value": VALUE, "changed": [0], "drawing": DRAWING},
    {"id": "0" * 32, "outcome": "raised", "error": ERROR},
    {"id": "0" * 32, "outcome": "ok", "outputs": OUTPUTS, "kept": {"A": VALUE, "B": None}},
]


def feed(data: bytes) -> None:
    """One message through every reader; raises what a reader should not."""
    for reader in (
        lambda: parse_answer(wire.unpack(data), 3, 0.0, drawn=True),
        lambda: parse_answer(wire.unpack(data), 3, 0.0, drawn=False),
        lambda: parse_cell(wire.unpack(data), ["A", "B"], 0.0),
        lambda: checked_png(data),
    ):
        try:
            reader()
        except wire.WireError:
            continue


def feed_mutations(seconds: float) -> int:
    """Mutations of real messages for a while; how many there were."""
    chance, count, until = random.Random(0), 0, time.monotonic() + seconds
    bodies = [msgpack.packb(seed) for seed in SEEDS]
    while time.monotonic() < until:
        body = bytearray(chance.choice(bodies))
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(body))
            body[place : place + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 3))
        feed(bytes(body))
        count += 1
    return count


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plain"]:
        print(f"{feed_mutations(float(sys.argv[2]))} messages, no crash")
    elif sys.argv[1:2] == ["--seeds"]:
        Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(SEEDS):
            Path(sys.argv[2], str(number)).write_bytes(msgpack.packb(seed))
    else:
        import atheris

        atheris.instrument_all()
        atheris.Setup(sys.argv, feed)
        atheris.Fuzz()
