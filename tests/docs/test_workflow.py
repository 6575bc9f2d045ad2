"""The commands of docs/workflow.md about collecting, run as they stand, on a class of sixty."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.exercise import EXERCISE
from grader.reading import packaged_release
from grader.reading.compose import composed_bytes

DOCS = Path(__file__).parents[2] / "docs" / "workflow.md"
SECTION = "## From the platform to `submitted/`"


def commands() -> list[str]:
    """The lines of the shell blocks in the section."""
    section = DOCS.read_text(encoding="utf-8").split(SECTION)[1].split("\n## ")[0]
    return [
        line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.splitlines()
    ]


def write_class(folder: Path, notebooks: Callable[[int], bytes]) -> None:
    """Sixty students on Canvas: equal names, accents, late ones, resubmissions; one who left and one who is new."""
    hw = EXERCISE.name
    rows = ["Student,ID,SIS User ID,SIS Login ID,Section", "    Points Possible,,,,"]
    with zipfile.ZipFile(folder / "submissions.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(60):
            last, first = ("Müller", "Jörg") if number % 10 == 3 else (f"Student{number:02}", "Ann")
            if number != 58:  # who is new
                rows.append(f'"{last}, {first}",{7000 + number},{number},s{number:02},A')
            if number == 59:  # who handed nothing in
                continue
            name = f"{last}{first}".lower() + ("_LATE" if number % 7 == 0 else "")
            packed.writestr(f"{name}_{7000 + number}_{100 + number}_{hw}.ipynb", notebooks(0))
            if number % 5 == 0:
                packed.writestr(f"{name}_{7000 + number}_{900 + number}_{hw}-1.ipynb", notebooks(1))
    (folder / "canvas.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "200"}
    return subprocess.run(
        ["sh", "-ec", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_commands_of_the_docs_collect_a_class(tmp_path: Path, right_answers: Mapping[str, str]) -> None:
    release = packaged_release(EXERCISE)
    texts = (
        composed_bytes(release, {}),
        composed_bytes(release, {"parameters": right_answers["parameters"]}),
    )
    write_class(tmp_path, lambda which: texts[which])
    (tmp_path / "handed-in").mkdir()
    (tmp_path / "handed-in" / "2026-10-30T10:00 s59.ipynb").write_bytes(texts[0])
    done = {line: run(line, tmp_path) for line in commands()}
    codes = [(line.split()[1], result.returncode) for line, result in done.items()]
    assert codes == [("init", 0), ("collect", 1), ("collect", 1), ("grade", 0), ("collect", 0)], done
    told = json.loads((tmp_path / "collected.json").read_text(encoding="utf-8"))
    assert [each["student"] for each in told["collected"]] == [f"s{number:02}" for number in range(58)]
    assert [each["file"] for each in told["unmatched"]] == [
        f"submissions.zip/student58ann_7058_158_{EXERCISE.name}.ipynb"
    ]
    for number in range(58):
        path = (
            tmp_path / "my-course" / "submitted" / f"s{number:02}" / EXERCISE.name / f"{EXERCISE.name}.ipynb"
        )
        assert path.read_bytes() == texts[number % 5 == 0]
    time = tmp_path / "my-course" / "submitted" / "s59" / EXERCISE.name / "timestamp.txt"
    assert time.read_text(encoding="utf-8").startswith("2026-10-30")
