from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.classroom.packages import imports, look_at
from grader.errors import UsageError
from grader.reading.read import PlainCell


def code(source: str) -> PlainCell:
    return PlainCell("code", source, None, None)


def notebook(path: Path, *sources: str) -> Path:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
        for source in sources
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}))
    return path


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import seaborn as sns", {"seaborn"}),
        ("import matplotlib.pyplot as plt, tqdm.auto", {"matplotlib", "tqdm"}),
        ("from scipy.stats import norm", {"scipy"}),
        ("def f():\n    try:\n        import numba\n    except ImportError: pass", {"numba"}),
        ("import os, sys, math\nfrom pathlib import Path", set()),
        ("%matplotlib inline\n!pip install x\nimport pandas", {"pandas"}),
        ("if True:\n    %time import polars", set()),
        ("from . import helpers", set()),
        ("from .helpers import f", set()),
        ("this is no Python", set()),
        ("import " + "a" * 30_000, set()),
        ("import Ünicode", {"Ünicode"}),
    ],
)
def test_packages_are_found_in_a_cell(source: str, found: set[str]) -> None:
    assert imports([code(source)]) == found
    assert imports([PlainCell("markdown", source, None, None)]) == set()


def test_a_class_is_looked_at(tmp_path: Path) -> None:
    notebook(tmp_path / "s1" / "a" / "a.ipynb", "import numpy, no_such_package")
    notebook(tmp_path / "s2" / "a" / "a.ipynb", "import numpy", "import no_such_package, another_one")
    (tmp_path / "s3.ipynb").write_text("no notebook")
    look = look_at([tmp_path])
    assert look.notebooks == 2
    told = [(package.name, len(package.notebooks), package.there) for package in look.packages]
    assert told == [("no_such_package", 2, False), ("another_one", 1, False), ("numpy", 2, True)]
    [(path, reason)] = look.unread
    assert path == tmp_path / "s3.ipynb"
    assert reason


def test_nothing_of_it_is_run_or_imported(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    (tmp_path / "trap.py").write_text(f"open({str(marker)!r}, 'w')")
    file = notebook(tmp_path / "a.ipynb", f"open({str(marker)!r}, 'w')\nimport trap")
    look_at([file])
    assert not marker.exists()


@pytest.mark.parametrize("paths", [[], ["empty"], ["missing.ipynb"]])
def test_nothing_to_look_at_is_told(paths: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="name"):
        look_at([tmp_path / path for path in paths])
