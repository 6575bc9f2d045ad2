from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

from grader.running import wire
from grader.running.inside import values
from grader.running.outside.parse import parse_value


def seen(value: object) -> tuple[str, Any]:
    """The kind, and the numbers as nested lists (None when none are told), as the trusted side reads them."""
    told = parse_value(values.describe(value))
    return told.kind, None if told.array is None else told.array.tolist()


@pytest.mark.parametrize(
    ("value", "kind", "numbers"),
    [
        (torch.tensor([1.0, 2.0]), "tensor", [1.0, 2.0]),
        (torch.tensor([1.0], dtype=torch.float16), "tensor", [1.0]),
        (torch.tensor([1.5], dtype=torch.bfloat16), "tensor", [1.5]),
        (torch.tensor([1.0], requires_grad=True), "tensor", [1.0]),
        (torch.tensor(3), "tensor", 3.0),
        (torch.tensor([1.0]).expand(3), "tensor", [1.0, 1.0, 1.0]),
        (torch.nn.Parameter(torch.ones(2)), "tensor", [1.0, 1.0]),
        (np.array([1, 2], dtype=np.int16), "array", [1.0, 2.0]),
        (np.array([1.0, 2.0], dtype=">f8"), "array", [1.0, 2.0]),
        (np.array([Fraction(1, 2), 1], dtype=object), "array", [0.5, 1.0]),
        (np.ma.array([1.0, 2.0]), "array", [1.0, 2.0]),
        (np.float32(2.5), "scalar", 2.5),
        (np.int64(2), "scalar", 2.0),
        (2, "scalar", 2.0),
        (10**400, "scalar", np.inf),
        (Fraction(1, 4), "scalar", 0.25),
        (Decimal("1.5"), "scalar", 1.5),
        ([1, 2.0, Fraction(1, 2)], "sequence", [1.0, 2.0, 0.5]),
        ((1, torch.tensor(2.0), np.float32(3)), "sequence", [1.0, 2.0, 3.0]),
        ([[1, 2], [3, 4]], "sequence", [[1.0, 2.0], [3.0, 4.0]]),
        ([torch.tensor([1.0]), torch.tensor([2.0])], "sequence", [[1.0], [2.0]]),
        ([], "sequence", []),
        (None, "none", None),
        ("1.0", "text", None),
        (b"1", "text", None),
        (True, "bool", None),
        (np.True_, "bool", None),
        (1j, "complex", None),
        (np.complex64(1), "complex", None),
        (torch.tensor([1j]), "tensor", None),
        (np.array(["1"]), "array", None),
        (np.array([object()]), "array", None),
        ([1, "2"], "sequence", None),
        ([1, True], "sequence", None),
        ([[1, 2], [3]], "sequence", None),
        ([1, [2]], "sequence", None),
        ({"a": 1}, "other", None),
        (len, "other", None),
    ],
)
def test_a_value_is_told_as_its_kind_and_its_real_numbers(value: object, kind: str, numbers: Any) -> None:
    assert seen(value) == (kind, numbers)


@pytest.mark.parametrize(
    "value",
    [
        torch.zeros(1).expand(10**9),
        torch.empty(10**12, device="meta"),
        torch.sparse_coo_tensor(torch.zeros(1, 0, dtype=torch.long), [], (10**9,), check_invariants=True),
        np.broadcast_to(np.zeros(1), (10**9,)),
        [[0.0] * 1000] * 10_000,
        [0.0] * 1_000_000,
    ],
)
def test_what_claims_too_many_numbers_is_told_without_them(value: object) -> None:
    told = parse_value(values.describe(value))
    assert told.array is None
    assert told.shape is not None


def test_a_tensor_keeps_its_own_dtype_and_shape_in_words() -> None:
    told = parse_value(values.describe(torch.ones(2, 3, dtype=torch.float16)))
    assert (told.dtype, told.shape, told.type_name) == ("float16", (2, 3), "Tensor")


def test_an_array_type_of_the_students_own_is_read_as_a_plain_array() -> None:
    class Loud(np.ndarray):
        def astype(self, *_: Any, **__: Any) -> Any:
            return "ten points"

    assert seen(np.ones(2).view(Loud)) == ("array", [1.0, 1.0])


def test_a_hostile_number_raises_its_own_error_and_no_other() -> None:
    class Trap(float):
        def __float__(self) -> float:
            raise ZeroDivisionError("trap")

    with pytest.raises(ZeroDivisionError, match="trap"):
        values.describe(Trap(1.0))


def test_the_name_of_a_type_is_read_without_asking_its_metaclass() -> None:
    class Meta(type):
        @property
        def __name__(cls) -> str:  # type: ignore[override]
            raise RuntimeError("never asked")

    class Named(metaclass=Meta):
        pass

    assert values.describe(Named())["type_name"] == "Named"


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        ({"kind": "score", "type_name": "x"}, "kind must be one of"),
        ({"kind": "tensor", "type_name": 10}, "type must be str"),
        ({"kind": "tensor", "type_name": "x" * 101}, "may have 100 characters"),
        ({"kind": "tensor", "type_name": "x", "shape": ["1"]}, "length must be int"),
        ({"kind": "tensor", "type_name": "x", "shape": [1] * 40}, "may have 32 dimensions"),
        (
            {"kind": "tensor", "type_name": "x", "shape": [2], "array": wire.array_to_plain(np.ones(3))},
            "cannot have",
        ),
        ([], "must be dict"),
    ],
)
def test_a_lying_value_is_refused(lie: object, told: str) -> None:
    with pytest.raises(wire.WireError, match=told):
        parse_value(lie)
