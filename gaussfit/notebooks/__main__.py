"""`python -m gaussfit.notebooks`: remake what this repository carries of the notebooks, after a change to them.

That is `solutions/`, `assignments/` and the release inside the package; with `--picture` also the lesson's picture.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gaussfit.lesson.circles import circles_png
from gaussfit.notebooks import ASSIGNMENT, build
from gaussfit.notebooks.names import RELEASE_FOLDER

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "gaussfit" / "lesson"


def main() -> None:
    """Remake the files and print which ones changed."""
    if "--picture" in sys.argv[1:]:
        (LESSON / "circles.png").write_bytes(circles_png())
    report = build(ROOT)
    release = ROOT / RELEASE_FOLDER / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    (LESSON / "release.ipynb").write_bytes(release.read_bytes())
    print("\n".join(f"wrote {path}" for path in report.written) or "nothing changed")


if __name__ == "__main__":
    main()
