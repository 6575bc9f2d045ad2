"""The lower bounds of pyproject.toml as pins, for `make test-lowest`: what they promise must be true.

python tests/lowest.py > lowest.txt
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
EXTRAS = ("dev",)


def pins(text: str) -> list[str]:
    """One `name==version` for each requirement that has a lower bound."""
    project = tomllib.loads(text)["project"]
    wanted = [
        *project["dependencies"],
        *(each for name in EXTRAS for each in project["optional-dependencies"][name]),
    ]
    found = [re.match(r"([\w.-]+)(?:\[[\w,]+\])?>=([\w.]+)", each) for each in wanted]
    return [f"{match[1]}=={match[2]}" for match in found if match is not None]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{pin}\n" for pin in pins(PYPROJECT.read_text(encoding="utf-8"))))
