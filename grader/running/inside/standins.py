"""Stand-ins for packages that are not installed here, so that an import that an answer does not use costs nothing.

Part of the student's process: imports the standard library alone.
"""

from __future__ import annotations

import sys
from types import FunctionType, ModuleType
from typing import NoReturn

MOST = 5
"""Missing packages of one cell that are stood in for."""
TOLD = "{} is not installed where this was graded; the cell was run without it.\n"


class StandIn:
    """Takes attributes and calls, such as those that set a style; what needs a value of it fails as the import did."""

    package = ""

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments: object, **options: object) -> object:
        """Return itself, or as a decorator the function or class as it is: compilers and type checkers do no more."""
        if len(arguments) == 1 and not options and isinstance(arguments[0], FunctionType | type):
            return arguments[0]
        return self

    @classmethod
    def _fail(cls, *_: object, **__: object) -> NoReturn:
        raise ModuleNotFoundError(f"No module named {cls.package!r}", name=cls.package)

    __hash__ = object.__hash__


_OPERATORS = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor")
_NEEDS_A_VALUE = (
    *("bool", "len", "iter", "contains", "getitem", "setitem", "delitem", "enter", "exit", "mro_entries"),
    *("float", "int", "index", "complex", "round", "array", "torch_function"),
    *("neg", "pos", "abs", "invert", "eq", "ne", "lt", "le", "gt", "ge"),
    *(side + name for name in _OPERATORS for side in ("", "r")),
)
for _name in _NEEDS_A_VALUE:
    setattr(StandIn, f"__{_name}__", StandIn.__dict__["_fail"])


class _Package(ModuleType):
    """A module whose every name is a stand-in."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__"):
            raise AttributeError(name)
        kind: type[StandIn] = type("StandIn", (StandIn,), {"package": self.__name__.partition(".")[0]})
        return kind()


def stand_in(error: BaseException | None, hidden: tuple[str, ...]) -> str | None:
    """Put a stand-in where the module that an import did not find would be; its name, or None where there is none.

    `hidden` are the beginnings of names that are kept from student code on purpose.
    """
    name = getattr(error, "name", None)
    if not isinstance(error, ModuleNotFoundError) or not isinstance(name, str) or not name:
        return None
    top = name.partition(".")[0]
    if top.startswith(hidden) or name in sys.modules:
        return None
    if name != top and not isinstance(sys.modules.get(top), _Package):
        return None  # a part that an installed package lacks
    sys.modules[name] = _Package(name)
    return top
