"""How alike the tasks of a class are whose students have points of their own, and how little a copy gains.

    python -m benchmarks.variants [--students 5000] [--write]

The table of docs/mathematics.md; `--write` puts it there. "A copy" is another student's best five numbers.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gaussfit.numbers import PASS_MARK, SIX_POINTS
from gaussfit.variants import points_of, start_total

PAGE = Path(__file__).parents[1] / "docs" / "mathematics.md"
BLOCK = re.compile(r"(?<=<!-- variants -->\n).*?(?=<!-- end -->)", re.DOTALL)
LEAST, GREATEST = -2, 6
MARKS = (23, 22, 21, 20)
"""Pass marks that a course may set."""
COPIERS = 500
"""Students whose points are tried with each other's numbers: all pairs of more say nothing new."""

Numbers = NDArray[np.float64]


def table(students: int) -> str:
    """The table, as Markdown."""
    points = np.array([points_of(f"s{number:05}", SIX_POINTS, PASS_MARK) for number in range(students)])
    Mean = points.mean(axis=2)
    centred = points - Mean[:, :, None]
    Sigma = centred @ centred.transpose(0, 2, 1) / points.shape[2]
    A, B, C = Sigma[:, 0, 0], Sigma[:, 0, 1], Sigma[:, 1, 1]
    best = np.stack([A, B, C, *Mean.T])
    ends = np.minimum(best - LEAST, GREATEST - best).min(axis=0)
    start = np.array([start_total(each.tolist()) for each in points])
    rows = {
        "best total": _total(A * C - B * B),
        "best without correlation (B = 0)": _total(A * C),
        "best circle (A = C, B = 0)": _total(((A + C) / 2) ** 2),
        "total at the start": start,
        "from the best to the nearest end of a slider": ends,
        "from a point to the nearest edge of the axes": 5 - np.abs(points).max(axis=(1, 2)),
    }
    alike = students - len({each.tobytes() for each in points})
    copies = _copies(points[:COPIERS], Sigma[:COPIERS], Mean[:COPIERS])
    return "\n".join(
        (
            f"| {students:,} students | smallest | largest |",
            "|---|---|---|",
            *(f"| {name} | {found.min():.4f} | {found.max():.4f} |" for name, found in rows.items()),
            f"| pairs of students with the same points | {alike} | |",
            *(f"| copies with a total below {mark} | {(copies < mark).mean():.1%} | |" for mark in MARKS),
            "",
        )
    )


def _total(det: Numbers) -> Numbers:
    """The lowest total of Gaussians whose covariance follows the points: N/2 (d + log det + d log 2 pi)."""
    found: Numbers = len(SIX_POINTS[0]) / 2 * (2 + np.log(det) + 2 * np.log(2 * np.pi))
    return found


def _copies(points: Numbers, Sigma: Numbers, Mean: Numbers) -> Numbers:
    """The total of each student's best on each other student's points."""
    away = points[None] - Mean[:, None, :, None]
    squares = np.einsum("kjdn,kde,kjen->kj", away, np.linalg.inv(Sigma), away)
    count = points.shape[2]
    totals = squares / 2 + count / 2 * np.log(np.linalg.det(Sigma))[:, None] + count * np.log(2 * np.pi)
    found: Numbers = totals[~np.eye(len(points), dtype=bool)]
    return found


def main() -> None:
    """Print the table, or write it into the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=5000)
    parser.add_argument("--write", action="store_true", help="into the page")
    options = parser.parse_args()
    found = table(options.students)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(BLOCK.sub(lambda _: found, page), encoding="utf-8")
    print(found, end="")


if __name__ == "__main__":
    main()
