from __future__ import annotations

import io
import math

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.running import wire
from grader.running.wire import WireError

"""A busy machine is no failure."""
LIMIT = 100_000

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def sent(message: dict[str, object]) -> bytes:
    return wire.pack(message, LIMIT)


def read_back(data: bytes, limit: int = LIMIT) -> dict[str, object] | None:
    return wire.read(io.BytesIO(data).read, limit)


@given(st.dictionaries(st.text(), plain, max_size=5))
def test_plain_data_comes_back_as_it_was(message: dict[str, object]) -> None:
    assert read_back(sent(message)) == message


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_a_wire_error(data: bytes) -> None:
    try:
        message = read_back(data, 200)
    except WireError:
        return
    assert message is None or isinstance(message, dict)


@given(st.dictionaries(st.text(max_size=5), plain, max_size=3), st.data())
def test_a_message_with_changed_bytes_is_data_or_a_wire_error(
    message: dict[str, object], data: st.DataObject
) -> None:
    body = bytearray(sent(message)[4:])
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert isinstance(wire.unpack(bytes(body)), dict)
    except WireError:
        return


@given(hnp.arrays(st.sampled_from(list(wire.DTYPES.values())), hnp.array_shapes(min_dims=0, min_side=0)))
def test_an_array_comes_back_bit_by_bit(array: np.ndarray) -> None:
    back = wire.plain_to_array(wire.array_to_plain(array))
    assert back.shape == array.shape
    assert back.tobytes() == array.tobytes()
    assert back.flags.writeable


@given(
    st.fixed_dictionaries(
        {"dtype": st.sampled_from([*wire.DTYPES, "O", "|S5"]), "shape": plain, "data": st.binary(max_size=64)}
    )
    | plain
)
def test_a_lying_array_is_a_wire_error_or_has_the_bytes_it_claims(lie: object) -> None:
    try:
        array = wire.plain_to_array(lie)
    except WireError:
        return
    assert isinstance(lie, dict)
    assert array.tobytes() == lie["data"]


@pytest.mark.parametrize("value", [object(), {1, 2}, 1 + 2j, range(3), np.float32(1.0), {"a": len}])
def test_what_is_not_plain_is_not_packed(value: object) -> None:
    with pytest.raises(WireError, match="must be plain data"):
        sent({"value": value})


def test_a_message_above_the_limit_is_not_packed() -> None:
    with pytest.raises(WireError, match="may have 100000 bytes; this one has 200"):
        sent({"text": "x" * 200_000})


def test_a_header_that_announces_too_much_is_refused_before_anything_is_read() -> None:
    received: list[int] = []

    def receive(count: int) -> bytes:
        received.append(count)
        return b"\xff" * count

    with pytest.raises(WireError, match="this one announces 4294967295"):
        wire.read(receive, LIMIT)
    assert received == [4]


def test_an_empty_message_is_refused() -> None:
    with pytest.raises(WireError, match="this one announces 0"):
        read_back(b"\0\0\0\0")


def test_the_end_between_messages_is_the_end_and_inside_one_an_error() -> None:
    data = sent({"a": 1})
    assert read_back(b"") is None
    with pytest.raises(WireError, match=r"ended after 2 of \d+ bytes"):
        read_back(data[:6])
    with pytest.raises(WireError, match="ended after 3 of 4 bytes"):
        read_back(data[:3])


def test_objects_of_msgpack_extensions_are_refused() -> None:
    body = msgpack.packb({"a": msgpack.ExtType(5, b"x")})
    with pytest.raises(WireError, match="plain data"):
        wire.unpack(body)
    with pytest.raises(WireError, match="plain data"):
        wire.unpack(msgpack.packb({"a": msgpack.Timestamp(1)}))


def test_a_map_with_keys_other_than_text_is_refused() -> None:
    with pytest.raises(WireError, match="plain data"):
        wire.unpack(msgpack.packb({1: 2}))


def test_a_message_that_is_no_map_is_refused() -> None:
    with pytest.raises(WireError, match="must be a map; this one is list"):
        wire.unpack(msgpack.packb([1, 2]))


def test_deep_nesting_is_refused_at_any_depth() -> None:
    for depth in (wire.MAX_DEPTH, 500, 100_000):
        body = b"\x81\xa1a" + b"\x91" * depth + b"\xc0"
        with pytest.raises(WireError):
            wire.unpack(body)


def test_many_objects_in_few_bytes_are_counted_while_they_are_made() -> None:
    flat = b"\x81\xa1a\xdd" + (10_000_000).to_bytes(4, "big") + b"\xc0" * 10_000_000
    nested = b"\x81\xa1a\xdd" + (250_000).to_bytes(4, "big") + b"\x92\x90\x90" * 250_000
    for body in (flat, nested):
        with pytest.raises(WireError):
            wire.unpack(body)


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        ({"dtype": "|O", "shape": [1], "data": b"12345678"}, "known dtype"),
        ({"dtype": "<f8", "shape": [2], "data": b"12345678"}, "cannot have 8 bytes"),
        ({"dtype": "<f8", "shape": [-1, -1], "data": b"12345678"}, "whole numbers"),
        ({"dtype": "<f8", "shape": [2**62, 4, 0], "data": b""}, "whole numbers"),
        ({"dtype": "<f8", "shape": [True], "data": b"12345678"}, "whole numbers"),
        ({"dtype": "<f8", "shape": [0] + [2**31 - 1] * 5, "data": b""}, "cannot have the shape"),
        ({"dtype": "<f8", "shape": [1] * 33, "data": b"12345678"}, "32 dimensions"),
        ({"dtype": "<f8", "shape": "1", "data": b"12345678"}, "32 dimensions"),
        ({"dtype": "<f8", "shape": [1], "data": "12345678"}, "bytes as data"),
        ({"dtype": "<f8", "shape": [1]}, "map of dtype, shape and data"),
        (None, "map of dtype, shape and data"),
    ],
)
def test_a_lying_array_is_refused(lie: object, told: str) -> None:
    with pytest.raises(WireError, match=told):
        wire.plain_to_array(lie)


def test_arrays_of_objects_do_not_travel() -> None:
    with pytest.raises(WireError, match=r"must have one of the dtypes .* this one has \|O"):
        wire.array_to_plain(np.array([object()]))


def test_nan_and_infinity_travel() -> None:
    back = wire.plain_to_array(wire.array_to_plain(np.array([math.nan, math.inf])))
    assert math.isnan(back[0])
    assert math.isinf(back[1])
