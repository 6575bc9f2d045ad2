from __future__ import annotations

import sys

import pytest

from grader.answers import Limits
from grader.running.inside import libraries
from grader.running.outside import Runner

LOADED = f"import sys\nprint(*[name for name in {libraries.LATE!r} if name in sys.modules])"


def test_one_that_is_not_installed_is_left_to_the_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "LATE", ("no_such_library", "colorsys"))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    libraries.load()
    assert "no_such_library" not in sys.modules
    assert "colorsys" in sys.modules


def test_they_are_loaded_for_all_children_but_the_first_few() -> None:
    told = []
    with Runner(Limits(cell_seconds=5.0)) as runner:
        for _ in range(5):
            with runner.open([LOADED]) as session:
                told.append("".join(output.text for output in session.run()[0].outputs).split())
    assert "torch._dynamo" not in told[0]
    assert told[:3] == [told[0]] * 3
    assert told[3:] == [list(libraries.LATE)] * 2
