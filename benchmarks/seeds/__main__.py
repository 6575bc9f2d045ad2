"""Mark labelled answers and mutants under many seeds, and print those whose mark depends on the seed.

    python -m benchmarks.seeds [--seeds N] [--from M] [--bounds B] [--jobs J] [--kind numbers|drawing]
                               [--only labelled|mutants]

B seeds stand for the bounds between which the others choose. Prints nothing but the count when the mark never
differs. Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time

KINDS = {"numbers": 2000, "drawing": 40}
"""Usual number of seeds: numbers take milliseconds, pictures some hundredths of a second."""
BOUNDS = {"numbers": 320, "drawing": 32}
"""Usual number of seeds at the bounds before those."""


def main() -> None:
    """Print what differs, kind by kind."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, help=f"of each kind; else {KINDS}")
    parser.add_argument("--from", dest="first", type=int, default=0, help="number of the first seed")
    parser.add_argument("--bounds", type=int, help=f"seeds at the bounds, before the others; else {BOUNDS}")
    parser.add_argument("--jobs", type=int, default=1, help="processes, each with a share of the seeds")
    parser.add_argument("--kind", choices=tuple(KINDS), action="append")
    parser.add_argument("--only", choices=("labelled", "mutants"))
    options = parser.parse_args()
    total = 0
    for kind in options.kind or KINDS:
        bounds = BOUNDS[kind] if options.bounds is None else options.bounds
        many = KINDS[kind] if options.seeds is None else options.seeds
        seeds = [f"bounds {number}" for number in range(bounds)]
        seeds += [f"seed {options.first + number}" for number in range(many)]
        name, count = f"benchmarks.seeds.{kind}", 0
        start = time.monotonic()
        module = importlib.import_module(name)
        for answer in module.varying(seeds, options.jobs, options.only):
            print(*answer.lines(), sep="\n", flush=True)
            count += 1
        seconds = time.monotonic() - start
        tried = f"{len(seeds)} seeds ({bounds} at the bounds), {seconds:.0f} s"
        print(f"{kind}: {tried}, {count} answers whose mark depends on the seed.")
        total += count
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
