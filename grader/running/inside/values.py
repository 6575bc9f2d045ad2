"""A value of student code as plain data: its kind, its shape, its numbers when they are real and few enough.

Sizes are checked before anything is made, so that a lazily expanded tensor of 10^9 elements costs nothing.
Hostile objects (a `__float__` that raises, a tensor subclass) may raise here: the caller tells it as the
student's error.
"""

from __future__ import annotations

import decimal
import fractions
import itertools
import numbers
import types
from collections.abc import Sequence
from typing import SupportsFloat, TypedDict, TypeGuard

import numpy as np
import torch
from numpy.typing import NDArray

from grader.running.inside.errors import name_of
from grader.running.wire import PlainArray, array_to_plain, clean

MAX_NUMBERS = 200_000
"""Numbers told of one value. The largest right answer has 1,000."""
LAZY = (map, filter, zip, range, types.GeneratorType)
"""What gives its items one by one; they are taken out, so that its numbers can be seen."""
MAX_NAME = 100
MAX_DIMENSIONS = 32


class Told(TypedDict):
    """What is told of a value: the fields of `grader.answers.Value`."""

    kind: str
    type_name: str
    dtype: str | None
    shape: list[int] | None
    array: PlainArray | None


def blank(value: object) -> Told:
    """Plain data for a value of which nothing but its type is told."""
    return {"kind": "other", "type_name": name_of(type(value)), "dtype": None, "shape": None, "array": None}


def describe(value: object) -> Told:
    """Plain data for `grader.answers.Value`."""
    told = blank(value)
    if value is None:
        told["kind"] = "none"
    elif isinstance(value, str | bytes | bytearray):
        told["kind"] = "text"
    elif isinstance(value, bool | np.bool_):
        told["kind"] = "bool"
    elif isinstance(value, torch.Tensor):
        _tell_tensor(value, told)
    elif isinstance(value, np.ndarray):
        told["kind"] = "array"
        _tell_array(value, told)
    elif isinstance(value, list | tuple):
        _tell_sequence(value, told)
    elif isinstance(value, LAZY):
        _tell_sequence(list(itertools.islice(value, MAX_NUMBERS + 1)), told)
    elif _is_real_scalar(value):
        told["kind"] = "scalar"
        told["dtype"] = str(value.dtype) if isinstance(value, np.generic) else None
        told["shape"] = []
        told["array"] = array_to_plain(np.array(_real(value)))
    elif isinstance(value, numbers.Complex):
        told["kind"] = "complex"
    return told


def _is_real_scalar(value: object) -> TypeGuard[SupportsFloat]:
    return isinstance(value, numbers.Real | decimal.Decimal | fractions.Fraction | np.integer | np.floating)


def _real(value: SupportsFloat) -> float:
    """`float(value)`; a number beyond float's range is inf, which is as wrong and no exception."""
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _tell_tensor(value: torch.Tensor, told: Told) -> None:
    told["kind"] = "tensor"
    told["dtype"] = clean(str(value.dtype).removeprefix("torch."), MAX_NAME)
    told["shape"] = [int(n) for n in value.shape][:MAX_DIMENSIONS]
    if value.layout is not torch.strided or value.device.type != "cpu" or value.numel() > MAX_NUMBERS:
        return
    with torch.no_grad():
        plain = value.detach().resolve_conj().resolve_neg()
        if plain.is_complex():  # real numbers all the same, where nothing imaginary is in them
            if bool(plain.imag.ne(0).any()):
                return
            plain = plain.real
        if plain.is_quantized:
            plain = plain.dequantize()
        array = plain.to(torch.float64).contiguous().numpy()
    told["array"] = array_to_plain(array.astype(np.float64))


def _tell_array(value: NDArray[np.generic], told: Told) -> None:
    plain = np.asarray(value)  # of the base class: a subclass of the student's may answer anything
    told["dtype"] = clean(str(plain.dtype), MAX_NAME)
    told["shape"] = list(plain.shape)
    if plain.size > MAX_NUMBERS:
        return
    if plain.dtype.kind == "c" and not plain.imag.any():
        plain = plain.real
    if plain.dtype.kind in "fiub":
        told["array"] = array_to_plain(_unmasked(value, plain.astype(np.float64)))
    elif plain.dtype.kind == "O":
        items = [_item(item) for item in plain.ravel()]
        if all(item is not None for item in items):
            made = np.array(items, dtype=np.float64).reshape(plain.shape)
            told["array"] = array_to_plain(_unmasked(value, made))


def _unmasked(value: NDArray[np.generic], plain: NDArray[np.generic]) -> NDArray[np.generic]:
    """What lies under a mask is no number, whatever the memory there holds."""
    if not isinstance(value, np.ma.MaskedArray):
        return plain
    return np.where(np.ma.getmaskarray(value), np.nan, plain)


def _tell_sequence(value: Sequence[object], told: Told) -> None:
    """A list of numbers, or a list of equally long lists of numbers; anything else has no numbers."""
    told["kind"] = "sequence"
    told["shape"] = [len(value)]
    if sum(_length(item) for item in value[: MAX_NUMBERS + 1]) > MAX_NUMBERS:
        return
    rows = [_row(item) for item in value]
    if any(row is None for row in rows) or len({row.shape for row in rows if row is not None}) > 1:
        return
    array = np.array(rows, dtype=np.float64)
    told["shape"] = list(array.shape)
    told["array"] = array_to_plain(array)


def _length(item: object) -> int:
    """How many numbers an item may hold."""
    if isinstance(item, torch.Tensor):
        return item.numel()
    return (
        np.size(item) if isinstance(item, np.ndarray) else len(item) if isinstance(item, list | tuple) else 1
    )


def _row(item: object) -> NDArray[np.float64] | None:
    if isinstance(item, list | tuple):
        numbers_of_row = [_item(number) for number in item]
        return None if None in numbers_of_row else np.array(numbers_of_row, dtype=np.float64)
    if isinstance(item, torch.Tensor | np.ndarray) and item.ndim:
        told = blank(item)
        _tell_tensor(item, told) if isinstance(item, torch.Tensor) else _tell_array(item, told)
        plain = told["array"]
        return None if plain is None else np.frombuffer(plain["data"]).reshape(plain["shape"])
    number = _item(item)
    return None if number is None else np.array(number)


def _item(item: object) -> float | None:
    """One real number, or None: what is no number, is complex, text or a bool in a list doesn't count."""
    if isinstance(item, bool | np.bool_):
        return None
    if isinstance(item, torch.Tensor | np.ndarray):
        told = blank(item)
        if item.ndim:
            return None
        _tell_tensor(item, told) if isinstance(item, torch.Tensor) else _tell_array(item, told)
        plain = told["array"]
        return None if plain is None else float(np.frombuffer(plain["data"])[0])
    return _real(item) if _is_real_scalar(item) else None
