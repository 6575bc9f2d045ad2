"""A stand-in for a student's process: the same requests, answered by ordinary functions in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
import torch

from grader.answers import Answer, CellRun, StudentError, Value
from grader.running.inside.values import describe
from grader.running.wire import plain_to_array


class PlainSession:
    """Answers `call` and `kept` from a namespace, as a session on a submission does; draws nothing."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.namespace = namespace
        self.requests: list[str] = []

    def kept(self, name: str) -> Value | None:
        return plain_value(self.namespace[name]) if name in self.namespace else None

    def run_of(self, name: str) -> CellRun | None:
        return self.namespace.get("__cell__")

    def call(self, name: str, arguments: list[np.ndarray]) -> Answer:
        self.requests.append(name)
        function = self.namespace.get(name)
        if not callable(function):
            return Answer("missing")
        tensors = [torch.from_numpy(argument.copy()) for argument in arguments]
        try:
            value = plain_value(function(*tensors))
        except Exception as error:
            return Answer("raised", error=StudentError(type(error).__name__, str(error)))
        changed = [
            i
            for i, (a, t) in enumerate(zip(arguments, tensors, strict=True))
            if not np.array_equal(a, t.numpy())
        ]
        return Answer("ok", value, changed=tuple(changed))

    def draw(self, name: str, arguments: list[np.ndarray], furnished: bool = False) -> Answer:
        self.requests.append(name)
        return Answer("missing")


def plain_value(value: object) -> Value:
    told = describe(value)
    array = None if told["array"] is None else plain_to_array(told["array"])
    shape = None if told["shape"] is None else tuple(told["shape"])
    return Value(told["kind"], told["type_name"], told["dtype"], shape, array)


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> None:
    """As in a student's process; on a busy machine the threads of small factorisations wait for each other."""
    torch.set_num_threads(1)


@pytest.fixture
def session_of() -> Callable[..., PlainSession]:
    """`session_of(gaussian_nll=function, A=1.0)`: a submission in which these names are bound."""
    return lambda **namespace: PlainSession(namespace)
