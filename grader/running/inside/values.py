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
from typing import Any

import numpy as np
import torch

from grader.running.inside.errors import clean, name_of
from grader.running.wire import array_to_plain

MAX_NUMBERS = 200_000
"""Numbers told of one value. The largest right answer has 1,000."""
LAZY = (map, filter, zip, range, types.GeneratorType)
"""What gives its items one by one; they are taken out, so that its numbers can be seen."""
MAX_NAME = 100
MAX_DIMENSIONS = 32


def blank(value: object) -> dict[str, Any]:
    """Plain data for a value of which nothing but its type is told."""
    return {"kind": "other", "type_name": name_of(type(value)), "dtype": None, "shape": None, "array": None}


def describe(value: object) -> dict[str, Any]:
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


def _is_real_scalar(value: object) -> bool:
    return isinstance(value, numbers.Real | decimal.Decimal | fractions.Fraction | np.integer | np.floating)


def _real(value: Any) -> float:
    """`float(value)`; a number beyond float's range is inf, which is as wrong and no exception."""
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def _tell_tensor(value: torch.Tensor, told: dict[str, Any]) -> None:
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


def _tell_array(value: np.ndarray[Any, Any], told: dict[str, Any]) -> None:
    if isinstance(value, np.ma.MaskedArray) and value.dtype.kind == "O":
        value = np.ma.filled(value, None)
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
            told["array"] = array_to_plain(np.array(items, dtype=np.float64).reshape(plain.shape))


def _unmasked(value: np.ndarray[Any, Any], plain: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """What lies under a mask is no number, whatever the memory there holds."""
    if not isinstance(value, np.ma.MaskedArray):
        return plain
    return np.where(np.ma.getmaskarray(value), np.nan, plain)


def _tell_sequence(value: list[Any] | tuple[Any, ...], told: dict[str, Any]) -> None:
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


def _length(item: Any) -> int:
    """How many numbers an item may hold."""
    if isinstance(item, torch.Tensor):
        return item.numel()
    return (
        np.size(item) if isinstance(item, np.ndarray) else len(item) if isinstance(item, list | tuple) else 1
    )


def _row(item: Any) -> np.ndarray[Any, Any] | None:
    if isinstance(item, list | tuple):
        numbers_of_row = [_item(number) for number in item]
        return None if None in numbers_of_row else np.array(numbers_of_row, dtype=np.float64)
    if isinstance(item, torch.Tensor | np.ndarray) and item.ndim:
        told: dict[str, Any] = {}
        _tell_tensor(item, told) if isinstance(item, torch.Tensor) else _tell_array(item, told)
        plain = told.get("array")
        return None if plain is None else np.frombuffer(plain["data"]).reshape(plain["shape"])
    number = _item(item)
    return None if number is None else np.array(number)


def _item(item: Any) -> float | None:
    """One real number, or None: what is no number, is complex, text or a bool in a list doesn't count."""
    if isinstance(item, bool | np.bool_):
        return None
    if isinstance(item, torch.Tensor | np.ndarray):
        told: dict[str, Any] = {}
        if item.ndim:
            return None
        _tell_tensor(item, told) if isinstance(item, torch.Tensor) else _tell_array(item, told)
        return None if told.get("array") is None else float(np.frombuffer(told["array"]["data"])[0])
    return _real(item) if _is_real_scalar(item) else None
