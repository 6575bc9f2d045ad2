from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from grader.running.inside.standins import stand_in


@pytest.fixture
def package() -> Iterator[Any]:
    name = "a_package_that_nobody_has"
    assert stand_in(ModuleNotFoundError(f"No module named {name!r}", name=name), ()) == name
    yield sys.modules[name]
    del sys.modules[name]


NEEDS: dict[str, Callable[[Any], Any]] = {
    "an item": lambda package: package.DataFrame([1])["x"],
    "an item is set": lambda package: package.DataFrame([1]).__setitem__("x", 1),
    "an item is deleted": lambda package: package.DataFrame([1]).__delitem__("x"),
    "membership": lambda package: "x" in package.DataFrame([1]),
    "iteration": lambda package: list(package.tqdm(range(3))),
    "equality": lambda package: package.value == 1,
    "inequality": lambda package: package.value != 1,
    "at most": lambda package: package.value <= 1,
    "at least": lambda package: package.value >= 1,
    "remainder": lambda package: package.value % 2,
    "whole division": lambda package: package.value // 2,
    "magnitude": lambda package: abs(package.value),
    "numpy": lambda package: np.exp(package.value),
    "numpy, among others": lambda package: np.stack([package.value, np.ones(2)]),
    "torch": lambda package: torch.exp(package.value),
    "torch, among others": lambda package: torch.ones(2) @ package.value,
    "torch, in a list": lambda package: torch.stack([torch.ones(2), package.value]),
    "mask": lambda package: package.value & ~package.value,
    "a class of it": lambda package: class_of(package.Module),
}


def class_of(base: Any) -> type:
    class Model(base):  # type: ignore[misc]
        pass

    return Model


@pytest.mark.parametrize("need", NEEDS)
def test_what_needs_a_value_fails_as_the_import_did(package: Any, need: str) -> None:
    with pytest.raises(ModuleNotFoundError, match="No module named 'a_package_that_nobody_has'"):
        NEEDS[need](package)


def test_a_style_can_be_set(package: Any) -> None:
    package.set_theme(style="whitegrid").despine()


def test_a_decorator_leaves_the_function_as_it_is(package: Any) -> None:
    @package.njit
    def bare(x: int) -> int:
        return x + 1

    @package.njit(cache=True)
    def with_options(x: int) -> int:
        return x + 2

    assert (bare(1), with_options(1)) == (2, 3)
