"""Plain data over a pipe: length-prefixed msgpack with hard bounds, no pickle, no object types.

Both sides use it. A reader trusts nothing: whatever is malformed, too large or too deep raises `WireError`.
"""

from __future__ import annotations

import math
import re
import socket
import struct
from collections.abc import Callable, Mapping
from typing import Literal, TypedDict, TypeVar

import msgpack
import numpy as np
from numpy.typing import NDArray

HEADER = struct.Struct(">I")
MAX_DIMENSIONS = 32
MAX_DEPTH = 16
MAX_FILES = 4
"""Open files that may come with one message."""
MAX_ITEMS = 250_000
"""Items of all lists and maps of a message together. A drawing of 4,000 curves has some 100,000."""

DTYPES: dict[str, np.dtype[np.number | np.bool]] = {
    name: np.dtype(name) for name in ("<f4", "<f8", "<i4", "<i8", "|b1", "|u1")
}
"""The only array types that travel."""

Items = TypeVar("Items", list[object], dict[str, object])


class PlainArray(TypedDict):
    """An array as it travels."""

    dtype: str
    """One of `DTYPES`."""
    shape: list[int]
    data: bytes
    """Its numbers, in C order."""


class CellRequest(TypedDict):
    """Run the cell, and keep what these names are bound to."""

    op: Literal["cell"]
    index: int
    source: str
    keep: list[str]


class NamesRequest(TypedDict):
    """Say what these names are bound to."""

    op: Literal["names"]
    names: list[str]


class CallRequest(TypedDict):
    """Call the student's function `name`."""

    op: Literal["call"]
    name: str
    args: list[PlainArray]


class DrawRequest(TypedDict):
    """Call the student's function `name` on a fresh figure."""

    op: Literal["draw"]
    name: str
    args: list[PlainArray]
    furnished: bool


class LearnOrder(TypedDict):
    """Read a cell of the lesson, which every notebook has."""

    op: Literal["learn"]
    index: int
    source: str


class PlainLimits(TypedDict):
    """`grader.answers.Limits` as they travel."""

    cell_seconds: float
    call_seconds: float
    submission_seconds: float
    memory_bytes: int
    output_bytes: int
    message_bytes: int
    scratch_bytes: int


class ForkOrder(TypedDict):
    """Fork a child, which gets the socket that comes along."""

    op: Literal["fork"]
    limits: PlainLimits


class EndOrder(TypedDict):
    """End the child."""

    op: Literal["end"]


Order = LearnOrder | ForkOrder | EndOrder
"""What the warm process is asked; `op` tells which it is."""
Request = CellRequest | NamesRequest | CallRequest | DrawRequest
"""What a child is asked; `op` tells which it is."""

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-_]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean(text: str, limit: int) -> str:
    """`text` without colour codes and control characters, valid UTF-8, at most `limit` characters."""
    text = text[: limit * 4]
    text = _CONTROL.sub("", _ANSI.sub("", text)).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= limit else text[: limit - 1] + "…"


class WireError(ValueError):
    """A message breaks the wire's rules; the one who sent it is not to be trusted further."""


def pack(message: Mapping[str, object], limit: int) -> bytes:
    """Encode `message` with its length in front; raises `WireError` when the body exceeds `limit` bytes."""
    try:
        body: bytes = msgpack.packb(message, use_bin_type=True)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise WireError(f"A message must be plain data; packing it failed: {error}") from error
    if len(body) > limit:
        raise WireError(f"A message may have {limit} bytes; this one has {len(body)}.")
    return HEADER.pack(len(body)) + body


def body_length(header: bytes, limit: int) -> int:
    """The length that a message's header announces; raises `WireError` when it is 0 or above `limit`."""
    (length,) = HEADER.unpack(header)
    if not 0 < length <= limit:
        raise WireError(f"A message may have 1 to {limit} bytes; this one announces {length}.")
    return int(length)


def unpack(body: bytes) -> dict[str, object]:
    """Decode one message body into dicts, lists, str, bytes, int, float, bool and None, nothing else.

    Few bytes can claim many objects: what is made is counted while it is made.
    """
    count = 0

    def counted(items: Items) -> Items:
        nonlocal count
        count += 1 + len(items)
        if count > MAX_ITEMS:
            raise WireError(f"A message may have {MAX_ITEMS} items; this one has more.")
        return items

    try:
        message = msgpack.unpackb(
            body,
            raw=False,
            strict_map_key=True,
            list_hook=counted,
            object_hook=counted,
            max_ext_len=0,
            max_array_len=MAX_ITEMS,
            max_map_len=MAX_ITEMS,
        )
    except WireError:
        raise
    except (ValueError, RecursionError, msgpack.exceptions.UnpackException, OverflowError) as error:
        raise WireError(f"A message must be msgpack of plain data; this one is not: {error!r}") from error
    if not isinstance(message, dict):
        raise WireError(f"A message must be a map; this one is {type(message).__name__}.")
    _check_depth(message)
    return message


def _check_depth(message: dict[str, object]) -> None:
    layer: list[dict[str, object] | list[object]] = [message]
    for _ in range(MAX_DEPTH):
        layer = [
            child
            for item in layer
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, (dict, list))
        ]
        if not layer:
            return
    raise WireError(f"A message may be {MAX_DEPTH} levels deep; this one is deeper.")


def read(receive: Callable[[int], bytes], limit: int) -> dict[str, object] | None:
    """Read one message by `receive(n)`, which returns 1 to n bytes or b"" at the end; None at the end."""
    header = _read_exactly(receive, HEADER.size)
    if not header:
        return None
    return unpack(_read_exactly(receive, body_length(header, limit), at_start=False))


def send_with(line: socket.socket, message: Mapping[str, object], limit: int, files: list[int]) -> None:
    """Send one message over a Unix socket, and open files with its first byte."""
    data = pack(message, limit)
    sent = socket.send_fds(line, [data], files) if files else 0
    line.sendall(data[sent:])


def read_with(line: socket.socket, limit: int) -> tuple[dict[str, object] | None, list[int]]:
    """One message and the open files that came with it; None at the end of the stream."""
    files: list[int] = []

    def receive(count: int) -> bytes:
        # macOS has no such flag: there the files are closed on exec by nobody, and nothing is executed.
        flags = getattr(socket, "MSG_CMSG_CLOEXEC", 0)
        part, came, _, _ = socket.recv_fds(line, count, MAX_FILES, flags)
        files.extend(came)
        return part

    return read(receive, limit), files


def _read_exactly(receive: Callable[[int], bytes], count: int, at_start: bool = True) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = receive(count - len(parts))
        if not part:
            if at_start and not parts:
                return b""
            raise WireError(f"A message ended after {len(parts)} of {count} bytes.")
        parts += part
    return bytes(parts)


def array_to_plain(array: NDArray[np.generic]) -> PlainArray:
    """An array as plain data: dtype (one of `DTYPES`), shape, and its bytes in C order."""
    dtype = array.dtype.newbyteorder("<").str
    if dtype not in DTYPES:
        raise WireError(f"An array must have one of the dtypes {', '.join(DTYPES)}; this one has {dtype}.")
    data = np.ascontiguousarray(array, dtype=DTYPES[dtype]).tobytes()
    return {"dtype": dtype, "shape": list(array.shape), "data": data}


def plain_to_array(plain: object) -> NDArray[np.number | np.bool]:
    """The array that `array_to_plain` described, as a fresh writable copy; raises `WireError` if it lies."""
    if not isinstance(plain, dict) or plain.keys() != {"dtype", "shape", "data"}:
        raise WireError("An array must be a map of dtype, shape and data.")
    dtype, shape, data = plain["dtype"], plain["shape"], plain["data"]
    if not isinstance(dtype, str) or dtype not in DTYPES or not isinstance(data, bytes):
        raise WireError("An array must have a known dtype and bytes as data.")
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise WireError(f"An array must have at most {MAX_DIMENSIONS} dimensions.")
    if not all(type(n) is int and 0 <= n < 2**31 for n in shape):
        raise WireError("An array's shape must be whole numbers from 0 to 2^31 - 1.")
    if math.prod(shape) * DTYPES[dtype].itemsize != len(data):
        raise WireError(f"An array of shape {shape} and dtype {dtype} cannot have {len(data)} bytes.")
    try:
        return np.frombuffer(data, dtype=DTYPES[dtype]).reshape(shape).copy()
    except ValueError as error:  # an empty array whose other lengths are beyond numpy
        raise WireError(f"An array cannot have the shape {shape}: {error}") from error
