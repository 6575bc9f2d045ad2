from __future__ import annotations

import subprocess
import sys

import pytest
import torch

import gaussfit


def test_every_public_name_is_there_and_documented() -> None:
    for name in gaussfit.__all__:
        value = getattr(gaussfit, name)
        assert not callable(value) or value.__doc__, name
    assert dir(gaussfit) == sorted(gaussfit.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'gaussfit' has no attribute 'gaussian_pdf'"):
        gaussfit.gaussian_pdf  # noqa: B018


def test_importing_the_package_does_not_wait_for_torch() -> None:
    loaded = "import sys, gaussfit; print('torch' in sys.modules, gaussfit.PASS_MARK, 'torch' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "23.0", "True"]
    assert run.stderr == ""


def test_every_error_is_of_the_one_tree_and_the_builtin_that_a_caller_expects() -> None:
    expected = {
        gaussfit.ArgumentTypeError: TypeError,
        gaussfit.CovarianceError: ValueError,
        gaussfit.RangeError: ValueError,
        gaussfit.ShapeError: ValueError,
    }
    for error, builtin in expected.items():
        assert issubclass(error, gaussfit.GaussfitError)
        assert issubclass(error, builtin)


def test_a_guarded_function_keeps_its_name_and_its_documentation() -> None:
    assert gaussfit.gaussian_nll.__name__ == "gaussian_nll"
    assert "nats" in (gaussfit.gaussian_nll.__doc__ or "")


def test_arguments_may_be_given_by_name() -> None:
    given = {"Mean": torch.zeros(2), "x": gaussfit.six_points(), "Sigma": torch.eye(2)}
    assert gaussfit.gaussian_nll(**given).shape == (6,)
    with pytest.raises(gaussfit.CovarianceError, match="must be positive definite"):
        gaussfit.gaussian_nll(**{**given, "Sigma": -torch.eye(2)})
