"""Being asked to stop, by Ctrl-C or by the system, in a way that can be waited for."""

from __future__ import annotations

import contextlib
import os
import select
import signal
from collections.abc import Iterator
from types import FrameType


class Stop:
    """Whether it was asked to stop; `descriptor` can be waited for."""

    def __init__(self) -> None:
        self.asked = False
        self.descriptor, self._wake = os.pipe()

    def ask(self) -> None:
        """Ask it to stop; whoever asks again stops it where it is, by KeyboardInterrupt."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        os.write(self._wake, b"!")

    def wait(self, seconds: float) -> None:
        """Wait for so long, or until it is asked to stop."""
        select.select([self.descriptor], [], [], seconds)

    @contextlib.contextmanager
    def by_signals(self) -> Iterator[None]:
        """Have SIGINT and SIGTERM ask for the block."""

        def heard(_number: int, _frame: FrameType | None) -> None:
            self.ask()

        before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
