"""A recorded call as plain Python: the same call, with the student's answer pasted above it."""

from __future__ import annotations

import numpy as np

from grader.checking.student import Array, Call

MOST_NUMBERS = 4_000
"""Numbers that are written out; nobody copies more."""
IMPORTS = (
    "import math",
    "import matplotlib.pyplot as plt",
    "import numpy",
    "import numpy as np",
    "import torch",
)
PASTE = "# Paste the answer here. It runs without any lock-in then: read it first."


def snippet(call: Call, names: tuple[str, ...] = (), before: str = "") -> str:
    """Python that makes a call again and prints what it returns, or shows what it draws.

    Args:
        call: what was recorded.
        names: what its arguments are called.
        before: lines that an answer may need of the cells before it.
    """
    if sum(argument.size for argument in call.arguments) > MOST_NUMBERS:
        return ""
    names = called(call, names)
    given = [f"{name} = {_tensor(each)}" for name, each in zip(names, call.arguments, strict=True)]
    lines = [*IMPORTS, *([before] if before else []), "", PASTE, "", *given]
    return "\n".join([*lines, *_made(call, names)]) + "\n"


def called(call: Call, names: tuple[str, ...]) -> tuple[str, ...]:
    """A name for each argument of a call: those given, as far as they go."""
    others = (f"argument_{i}" for i in range(len(names), len(call.arguments)))
    return (*names[: len(call.arguments)], *others)


def _made(call: Call, names: tuple[str, ...]) -> list[str]:
    if not call.drawn:
        return [
            "torch.set_printoptions(precision=6, sci_mode=False)",
            f"print({call.name}({', '.join(names)}))",
        ]
    used = ["# In the check the axes already showed a few points and a line."] if call.furnished else []
    return [
        "fig, ax = plt.subplots(figsize=(8, 8))",
        *used,
        f"{call.name}({', '.join(('fig', *names))})",
        "plt.show()",
    ]


def _tensor(array: Array) -> str:
    """A tensor of just these numbers: the shortest digits that give each of them back."""
    kind = str(array.dtype)
    return f"torch.tensor({_digits(array)}, dtype=torch.{kind})"


def _digits(array: Array) -> str:
    if array.ndim:
        return f"[{', '.join(map(_digits, array))}]"
    value = array[()]
    return str(value) if np.isfinite(value) else f'float("{value}")'
