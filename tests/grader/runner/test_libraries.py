from __future__ import annotations

import sys

import pytest

from grader.runner import libraries


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("ax.plot(x, y)", set()),
        ("ax.contour(X, Y, Z)", {"contourpy"}),
        ("plt.contourf(X, Y, Z)", {"contourpy"}),
        ("from scipy.optimize import minimize", {"scipy.linalg", "scipy.optimize", "scipy.stats"}),
        ("torch.optim.Adam([x])", {"torch._dynamo"}),
        ("from torch import optim", {"torch._dynamo"}),
        ("optimum = 3", set()),
        ("torch.distributions.MultivariateNormal(m, S)", {"sympy"}),
    ],
)
def test_a_notebooks_text_says_what_it_may_need(source: str, names: set[str]) -> None:
    assert set(libraries.wanted(["import torch", source])) == names


def test_only_what_is_listed_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "LATE", {"colorsys": "colour"})
    for name in ("colorsys", "chunk"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    libraries.load(["colorsys", "chunk"])
    assert "colorsys" in sys.modules
    assert "chunk" not in sys.modules


def test_one_that_is_not_installed_is_left_to_the_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "LATE", {"no_such_library": "library"})
    libraries.load(["no_such_library"])
    assert "no_such_library" not in sys.modules
