"""Hidden arguments come in the dtype that the notebook makes by default."""

from __future__ import annotations

import numpy as np
import pytest

from grader.running.outside import Runner

X = np.array([[0.1, 1.0, 2.0], [0.0, 0.0, 1.0]], dtype=np.float32)
SIGMA = np.eye(2, dtype=np.float32)
MEAN = np.zeros(2, dtype=np.float32)
SOURCE = """
import torch
{before}
def f(x, scale, shift):
    return x[0] @ x[1] * 0 + (torch.eye(2) @ scale @ x).sum(0)

def g(fig, scale, shift):
    fig.gca().plot(*(scale @ torch.rand(2, 5)))
{after}
"""


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        ("", "float32"),
        ("torch.set_default_dtype(torch.float32)", "float32"),
        ("torch.set_default_dtype(torch.float64)", "float64"),
        ("torch.set_default_dtype(torch.double)", "float64"),
        ("torch.set_default_tensor_type(torch.DoubleTensor)", "float64"),
        ("torch.set_default_dtype(torch.float64); torch.set_default_dtype(torch.float32)", "float32"),
    ],
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_arguments_mix_with_tensors_that_an_answer_makes(
    runner: Runner, default: str, expected: str, place: str
) -> None:
    source = SOURCE.format(**{"before": "", "after": "", place: default})
    with runner.open([source]) as session:
        answer = session.call("f", [X, SIGMA, MEAN])
    assert answer.outcome == "ok", answer.error
    assert answer.value is not None
    assert answer.value.array is not None
    assert (answer.value.dtype, answer.changed) == (expected, ())
    assert np.array_equal(answer.value.array, X.sum(0, dtype=np.float64).astype(expected))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_other_defaults_change_no_argument(runner: Runner, dtype: str) -> None:
    source = f"import torch\ntorch.set_default_dtype(torch.{dtype})\ndef f(x, scale, shift): return x.sum(0)"
    with runner.open([source]) as session:
        answer = session.call("f", [X, SIGMA, MEAN])
    assert answer.value is not None
    assert answer.value.dtype == "float32"


def test_a_change_in_place_shows_in_float64_too(runner: Runner) -> None:
    default = "import torch\ntorch.set_default_dtype(torch.float64)\n"
    source = default + "def f(x, scale, shift):\n    x -= 1\n    return x.sum(0)"
    with runner.open([source]) as session:
        assert session.call("f", [X, SIGMA, MEAN]).changed == (0,)
