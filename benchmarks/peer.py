"""The same assignment as nbgrader alone would grade it: hidden tests inside the notebook, run by `Execute`.

The tests are what an instructor writes by hand for these three questions: right or wrong, without diagnosis. They are
simpler than the grader's checks, which is in nbgrader's favour.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks.exercise import ASSIGNMENT, EXERCISE
from benchmarks.measuring import ran
from grader.authoring.notebooks import notebook_texts
from grader.reading import Release, load_release
from grader.reading.compose import compose

CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "peer"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
"""
HIDDEN = {
    "gaussian_nll": """
_rng = np.random.default_rng(3)
for _n in (1, 50, 1000):
    _root = _rng.normal(size=(2, 2)) + 2 * np.eye(2)
    _S = torch.tensor(_root @ _root.T, dtype=torch.float32)
    _S = (_S + _S.T) / 2
    _m = torch.tensor(_rng.uniform(-2, 2, 2), dtype=torch.float32)
    _x = torch.tensor(_rng.uniform(-5, 5, (2, _n)), dtype=torch.float32)
    _got = np.array([float(_v) for _v in gaussian_nll(_x.clone(), _S.clone(), _m.clone())])
    _want = -torch.distributions.MultivariateNormal(_m.double(), _S.double()).log_prob(_x.double().T).numpy()
    assert _got.shape == _want.shape
    assert np.allclose(_got, _want, rtol=1e-3, atol=1e-3)
""",
    "draw_density": """
for _S, _m in (([[2.0, 0.9], [0.9, 1.0]], [1.0, -0.5]), ([[1.0, -0.6], [-0.6, 3.0]], [0.0, 2.0])):
    _fig, _ax = plt.subplots()
    draw_density(_fig, torch.tensor(_S), torch.tensor(_m))
    _paths = [_l.get_xydata() for _l in _ax.lines if len(_l.get_xydata()) > 20]
    for _p in _ax.patches:
        _t = _p.get_patch_transform()
        _paths += [_q for _q in _t.transform_path(_p.get_path()).to_polygons() if len(_q) > 8]
    for _c in _ax.collections:
        _paths += [_q for _p in _c.get_paths() for _q in _p.to_polygons() if len(_q) > 20]
    _radii = []
    for _q in _paths:
        _z = np.linalg.solve(np.linalg.cholesky(np.array(_S)), (np.asarray(_q) - np.array(_m)).T)
        _r = np.sqrt((_z**2).sum(0))
        if np.ptp(_r) < 0.05 * _r.mean():
            _radii.append(_r.mean())
    plt.close(_fig)
    assert all(min((abs(_r - _w) for _r in _radii), default=9) < 0.05 for _w in (0.668, 1.011, 1.354, 1.794))
""",
    "parameters": """
_S = torch.tensor([[float(A), float(B)], [float(B), float(C)]]).double()
_m = torch.tensor([float(X), float(Y)]).double()
assert -torch.distributions.MultivariateNormal(_m, _S).log_prob(data.double().T).sum() < 23
""",
}


def make_peer(folder: Path, answers: Iterable[tuple[str, dict[str, str]]]) -> None:
    """A course in `folder` that nbgrader alone grades, with these students' answers by `grade_id`."""
    (folder / "solutions" / ASSIGNMENT).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIG)
    [source] = [text for path, text in notebook_texts(EXERCISE).items() if path.parts[0] == "solutions"]
    notebook = json.loads(source)
    for cell in notebook["cells"]:
        question = cell["metadata"].get("nbgrader", {}).get("grade_id", "").removeprefix("test_")
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            hidden = f"\n### BEGIN HIDDEN TESTS\n{HIDDEN[question].strip()}\n### END HIDDEN TESTS\n"
            cell["source"] = "".join(cell["source"]) + hidden
    name = f"{ASSIGNMENT}.ipynb"
    (folder / "solutions" / ASSIGNMENT / name).write_text(json.dumps(notebook))
    nbgrader(folder, "generate_assignment", ASSIGNMENT, "--create")
    release = load_release(folder / "assignments" / ASSIGNMENT / name, EXERCISE)
    for student, given in answers:
        path = folder / "submitted" / student / ASSIGNMENT / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(compose(release, given)))


def answers_in(raw: bytes, release: Release) -> dict[str, str]:
    """The answer cells of a handed-in notebook by `grade_id`."""
    answers = {}
    for cell in json.loads(raw)["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if grade_id in release.by_grade_id and release.by_grade_id[grade_id].is_answer:
            answers[grade_id] = "".join(cell["source"])
    return answers


def nbgrader(folder: Path, *arguments: str) -> None:
    """Run nbgrader in the course folder; ends the benchmark when it fails."""
    ran(["nbgrader", *arguments, "--log-level=ERROR"], folder)
