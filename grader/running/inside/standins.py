"""Stand-ins for packages that are not installed here, so that an import that an answer does not use costs nothing.

Part of the student's process: imports the standard library alone.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import NoReturn

MOST = 5
"""Missing packages of one cell that are stood in for."""
TOLD = "{} is not installed where this was graded; the cell was run without it.\n"


class StandIn:
    """Takes attributes and calls, such as those that set a style; what needs a value of it fails as the import did."""

    package: str

    def __init__(self, package: str) -> None:
        self.__dict__["package"] = package

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_arguments: object, **_options: object) -> StandIn:
        """Return itself."""
        return self

    def _fail(self, *_: object) -> NoReturn:
        raise ModuleNotFoundError(f"No module named {self.package!r}", name=self.package)

    __bool__ = __len__ = __iter__ = __getitem__ = __float__ = __int__ = __index__ = __array__ = _fail
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _fail
    __matmul__ = __rmatmul__ = __pow__ = __neg__ = __lt__ = __gt__ = __enter__ = __exit__ = _fail


class _Package(ModuleType):
    """A module whose every name is a stand-in."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(self.__name__.partition(".")[0])


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
