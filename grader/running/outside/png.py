"""Looks at a picture from a student's process before anyone's browser does."""

from __future__ import annotations

import struct
import zlib

from grader.running.wire import WireError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_SIDE = 10_000
MAX_PIXELS = 40_000_000
"""A small file may claim a picture that fills a browser's memory."""
CHUNK_HEADER = struct.Struct(">I4s")
CHECKSUM = struct.Struct(">I")
SIZE = struct.Struct(">II")
DRAWN = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"pHYs", b"gAMA", b"sRGB", b"cHRM", b"bKGD"))


def checked_png(data: bytes) -> bytes:
    """The picture with nothing but what is drawn: no text, no profile, nothing after its end.

    Raises `WireError` when `data` is no well-formed PNG of a sane size.
    """
    if not data.startswith(SIGNATURE):
        raise WireError("A picture must be a PNG.")
    parts, position, kind = [SIGNATURE], len(SIGNATURE), b""
    while kind != b"IEND":
        end, kind = _chunk(data, position, first=position == len(SIGNATURE))
        if kind in DRAWN:
            parts.append(data[position:end])
        position = end
    return b"".join(parts)


def pixels(checked: bytes) -> int:
    """How many pixels a picture that was checked has."""
    width, height = SIZE.unpack_from(checked, len(SIGNATURE) + CHUNK_HEADER.size)
    return int(width * height)


def _chunk(data: bytes, start: int, first: bool) -> tuple[int, bytes]:
    """The end and the kind of the chunk that begins at `start`."""
    body = start + CHUNK_HEADER.size
    if body > len(data):
        raise WireError("A picture ended in the middle.")
    length, kind = CHUNK_HEADER.unpack_from(data, start)
    end = body + length + CHECKSUM.size
    if end > len(data):
        raise WireError("A picture ended in the middle.")
    if zlib.crc32(data[start + 4 : body + length]) != CHECKSUM.unpack_from(data, body + length)[0]:
        raise WireError("A picture's checksum is wrong.")
    if first:
        _check_size(kind, data[body : body + length])
    elif kind == b"IHDR":
        raise WireError("A picture has one size.")
    return end, kind


def _check_size(kind: bytes, header: bytes) -> None:
    if kind != b"IHDR" or len(header) != 13:
        raise WireError("A picture must begin with its size.")
    width, height = SIZE.unpack_from(header)
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS):
        raise WireError(f"A picture may have {MAX_PIXELS} pixels; this one is {width} by {height}.")
