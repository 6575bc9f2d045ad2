"""`python -m gaussfit.notebooks`: remake what this repository carries of the notebooks, after a change to them.

That is `solutions/`, `assignments/` and the release inside the package; with `--picture` also the lesson's picture.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gaussfit.lesson.circles import circles_png, contours_png

ROOT = Path(__file__).resolve().parents[1]
LESSON = ROOT / "gaussfit" / "lesson"


def main() -> None:
    """Remake the files and print which ones changed."""
    # The package teaches and knows nothing of notebooks' making; this command is for its authors alone.
    from grader.authoring.notebooks import build
    from grader.loading import load_exercise

    if "--picture" in sys.argv[1:]:
        (LESSON / "circles.png").write_bytes(circles_png())
        (LESSON / "contours.png").write_bytes(contours_png())
    report = build(ROOT, load_exercise())
    release = report.files[-1]
    (LESSON / "release.ipynb").write_bytes(release.read_bytes())
    print("\n".join(f"wrote {path}" for path in report.written) or "nothing changed")


if __name__ == "__main__":
    main()
