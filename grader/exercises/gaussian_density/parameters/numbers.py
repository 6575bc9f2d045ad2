"""Reading the five numbers of the `parameters` question from what a submission bound to their names."""

from __future__ import annotations

import math

from grader.answers import Value

NAMES = ("A", "B", "C", "X", "Y")

NOT_FINITE = "infinite or nan"


def is_unset(value: Value | None) -> bool:
    """Whether a name is undefined, or holds a placeholder: None or `...`."""
    return value is None or value.kind == "none" or value.type_name == "ellipsis"


def defect(value: Value | None) -> str:
    """What keeps a value from being one finite real number, as "it is ..."; empty when nothing does."""
    if value is None or is_unset(value):
        return "not set"
    if value.dtype is not None and value.dtype.startswith("complex"):
        return "a complex number"
    plain = {"text": "text", "bool": "True or False", "complex": "a complex number"}
    if value.kind in plain:
        return plain[value.kind]
    if value.type_name == "tuple":
        return "a tuple (is a comma there that should not be?)"
    if value.kind == "sequence" or (value.array is not None and value.array.size != 1):
        return "a list or an array"
    if value.array is None or value.dtype in ("bool", "complex64", "complex128"):
        return "of another type"
    return "" if math.isfinite(float(value.array.item())) else NOT_FINITE
