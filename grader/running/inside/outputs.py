"""What a cell prints and displays, collected in order and cut at a bound."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from grader.running.wire import clean

MAX_OUTPUTS = 200
CUT = "[What this cell printed or showed beyond here was cut: it is more than the grader keeps.]\n"


PlainOutput = dict[str, str | bytes]
"""An output as it travels: its kind, and its name, text or picture."""


@dataclass
class _Output:
    """An output that is still growing: a picture, or text (printed to the stream `name`, where it has one)."""

    parts: list[str] = field(default_factory=list)
    name: str = ""
    png: bytes | None = None
    kind: str = "text"

    def plain(self) -> PlainOutput:
        """The output as it travels, its text cleaned of control characters."""
        if self.png is not None:
            return {"kind": "png", "png": self.png}
        text = "".join(self.parts)
        told = clean(text, len(text))
        return (
            {"kind": "stream", "name": self.name, "text": told}
            if self.name
            else {"kind": self.kind, "text": told}
        )


class Collector:
    """Collects the outputs of one cell at a time; `limit` bounds their bytes; closed, it drops everything."""

    def __init__(self, limit: int) -> None:
        """Start closed: nothing is kept until `start`."""
        self.limit = limit
        self.outputs: list[_Output] = []
        self.size = 0
        self.open = False
        self.cut = False

    def start(self) -> None:
        """Forget what was collected and collect from now on."""
        self.outputs, self.size, self.cut, self.open = [], 0, False, True

    def stop(self) -> list[PlainOutput]:
        """Collect no more; the outputs so far, streams cleaned of control characters."""
        self.open = False
        if self.cut:
            self.outputs.append(_Output([CUT], name="stderr"))
        told = [output.plain() for output in self.outputs]
        return [output for output in told if output["kind"] == "png" or output["text"]]

    def write(self, name: str, text: str) -> None:
        """Add printed text to the stream `name`."""
        text = self._room_for(text)
        if not text:
            return
        if self.outputs and self.outputs[-1].name == name:
            self.outputs[-1].parts.append(text)
        else:
            self.outputs.append(_Output([text], name))

    def display(self, data: Mapping[str, object], kind: str = "text") -> None:
        """Add a display: its PNG if it has one, else its plain text; HTML and scripts are left behind."""
        png = data.get("image/png")
        if isinstance(png, str):
            try:
                png = base64.b64decode(png)
            except binascii.Error:
                png = None
        if isinstance(png, bytes):
            if self.open and self._fits(len(png)):
                self.outputs.append(_Output(png=png))
            return
        text = self._room_for(str(data.get("text/plain", "")))
        if text:
            self.outputs.append(_Output([text], kind=kind))

    def _fits(self, size: int) -> bool:
        if self.cut or self.size + size > self.limit or len(self.outputs) >= MAX_OUTPUTS:
            self.cut = True
            return False
        self.size += size
        return True

    def _room_for(self, text: str) -> str:
        """As much of `text` as may still be kept; what is cut is remembered."""
        if not self.open or self.cut or not text:
            return ""
        room = self.limit - self.size
        # By characters first: a flood is not encoded to be thrown away.
        data = text[: room + 1].encode("utf-8", "replace")
        self.cut = len(data) > room or len(self.outputs) >= MAX_OUTPUTS
        data = b"" if len(self.outputs) >= MAX_OUTPUTS else data[:room]
        self.size += len(data)
        return data.decode("utf-8", "ignore")


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of student code."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, write: Callable[[str, str], None]) -> None:
        """A stream that hands its text to `write(name, text)`."""
        super().__init__()
        self._name, self._write = name, write

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, text: str) -> int:
        """Take `text`; returns its length, as a file does."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._write(self._name, text)
        return len(text)

    def flush(self) -> None:
        """Nothing waits to be written."""
