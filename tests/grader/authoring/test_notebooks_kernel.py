"""The two notebooks in a real kernel. Each test starts one, which takes seconds: keep them few."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[3]

MOVES = """
import json; controls, live = search.controls, search.live
def state():
    return [controls.boxes["A"].value, live.title.get_text(), controls.problems.value, hash(controls.image.value)]
controls.reset.click(); states = [state()]
controls.sliders["A"].value = 2.5; states.append(state())
controls.boxes["A"].value = "-1"; states.append(state())
controls.boxes["A"].value = "100"; states.append(state())
controls.reset.click(); states.append(state())
def gaussian_nll(x, Sigma, Mean):
    return x.no_such_thing
controls.sliders["C"].value = 2; states.append(state())
print(json.dumps(states))
print(plt.get_fignums())
"""


def run(folder: str, *more: str, tmp_path: Path) -> dict[str, Any]:
    """Run a notebook from top to bottom, and more cells after it; return the outputs by cell id."""
    path = ROOT / folder / "gaussian-density" / "gaussian-density.ipynb"
    notebook = nbformat.read(str(path), as_version=4)
    notebook.cells += [
        nbformat.v4.new_code_cell(code, id=f"more-{number}") for number, code in enumerate(more)
    ]
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    return {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}


def printed(outputs: list[Any]) -> str:
    return "".join(output.get("text", "") for output in outputs if output.output_type == "stream")


def kinds(outputs: list[Any]) -> set[str]:
    return {kind for output in outputs for kind in output.get("data", {})}


@pytest.fixture(autouse=True)
def without_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


def test_the_untouched_release_runs_to_the_end_and_tells_what_is_missing(tmp_path: Path) -> None:
    outputs = run("assignments", "print(sorted(set(dir()) & {'gaussfit', 'grader'}))", tmp_path=tmp_path)
    assert not [output for each in outputs.values() for output in each if output.output_type == "error"]
    assert not [output for each in outputs.values() for output in each if output.get("name") == "stderr"]
    assert "Not there yet: draw_density is not written yet." in printed(outputs["test-draw-density"])
    assert "Not there yet: gaussian_nll is not written yet." in printed(outputs["test-gaussian-nll"])
    assert "A has no value yet." in printed(outputs["test-parameters"])
    assert "Something is still missing" in printed(outputs["hand-in"])
    for shown in ("show-data", "show-family", "show-density", "show-sample"):
        assert "image/png" in kinds(outputs[shown])
    assert "application/vnd.jupyter.widget-view+json" in kinds(outputs["show-search"])


def test_the_solved_notebook_runs_and_its_sliders_move_the_figure(tmp_path: Path) -> None:
    outputs = run("solutions", MOVES, tmp_path=tmp_path)
    everything = "".join(printed(each) for each in outputs.values())
    assert "✗" not in everything
    assert "The basics are there." in printed(outputs["hand-in"])
    assert "below 23" in printed(outputs["test-parameters"])
    assert "image/png" not in kinds(outputs["more-0"]), "the live figure must not be shown a second time"
    states, figures = printed(outputs["more-0"]).splitlines()
    start, moved, invalid, outside, reset, wrong = json.loads(states)
    assert start[:3] == ["1", "Total NLL 24.962 nats", ""]
    assert moved[0] == "2.5"
    assert moved[1] != start[1]
    assert "A &gt; 0" in invalid[2]
    assert "100 is out of range" in outside[2]
    assert reset == start
    assert "AttributeError" in wrong[2]
    assert "line 10: return x.no_such_thing" in wrong[2]
    assert len({picture for *_, picture in (start, moved, invalid, wrong)}) == 4
    assert figures == "[]"
