from __future__ import annotations

import doctest
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

PAGE = Path(__file__).parents[2] / "docs" / "mathematics.md"


@pytest.fixture(autouse=True)
def _default_print_options() -> Iterator[None]:
    yield
    torch.set_printoptions(profile="default")


def test_every_example_on_the_page_about_the_mathematics_holds() -> None:
    results = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert results.attempted >= 15
    assert results.failed == 0
