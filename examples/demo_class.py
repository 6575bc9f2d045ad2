"""Makes a small class in a new course folder, grades it, and writes the feedback pages.

    python examples/demo_class.py FOLDER

The folder is made anew each time. The submissions are right in different styles, wrong in typical ways,
unfinished, one that loops for ever, and one that is no notebook.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from grader.classroom.init import make_course
from grader.course import Course
from grader.reading import load_release
from grader.reading.compose import composed_bytes
from grader.running.outside.sandbox import probe

NLL = """
def gaussian_nll(x, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    z = torch.linalg.solve_triangular(L, x - Mean[:, None], upper=False)
    log_det = 2 * torch.log(torch.diagonal(L)).sum()
    return 0.5 * (z**2).sum(0) + 0.5 * log_det + 0.5 * len(x) * math.log(2 * math.pi)
"""
DRAWING = """
def draw_density(fig, Sigma, Mean):
    t = torch.linspace(0, 2 * math.pi, 200)
    circle = torch.stack([torch.cos(t), torch.sin(t)])
    L = torch.linalg.cholesky(Sigma)
    for mass in (0.2, 0.4, 0.6, 0.8):
        r = math.sqrt(-2 * math.log(1 - mass))
        x, y = r * L @ circle + Mean[:, None]
        fig.gca().plot(x, y, color="skyblue")
"""
PARAMETERS = "A, B, C, X, Y = 3.49, -1.35, 0.97, -0.11, 0.41\n"
RIGHT = {"gaussian_nll": NLL, "draw_density": DRAWING, "parameters": PARAMETERS}

NUMPY_STYLE = {
    "gaussian_nll": """
def gaussian_nll(points, cov, mu):
    points, cov, mu = (np.asarray(a, dtype=np.float64) for a in (points, cov, mu))
    P = np.linalg.inv(cov)
    out = []
    for p in points.T:
        d = p - mu
        out.append(0.5 * d @ P @ d + 0.5 * np.log((2 * np.pi) ** 2 * np.linalg.det(cov)))
    return np.array(out)
""",
    "draw_density": """
from matplotlib.patches import Ellipse

def draw_density(fig, Sigma, Mean):
    values, vectors = np.linalg.eigh(np.asarray(Sigma, dtype=float))
    angle = np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))
    ax = fig.axes[0]
    for r in (0.668, 1.011, 1.354, 1.794):
        ax.add_patch(Ellipse(np.asarray(Mean), 2 * r * values[1] ** 0.5, 2 * r * values[0] ** 0.5,
                             angle=angle, fill=False, edgecolor="tab:blue"))
    ax.plot(*np.asarray(Mean), "k+")
""",
    "parameters": "A = 3\nB = -1\nC = 1\nX = 0\nY = 0.5\n",
}
LIBRARY_STYLE = {
    "gaussian_nll": """
gaussian_nll = lambda x, S, m: -torch.distributions.MultivariateNormal(m, S).log_prob(x.T)
""",
    "draw_density": '''
def draw_density(fig, Sigma, Mean):
    """Level sets of the density on a grid, by the student's own gaussian_nll."""
    s = torch.sqrt(torch.diagonal(Sigma))
    xs, ys = (torch.linspace(float(m - 3 * d), float(m + 3 * d), 300) for m, d in zip(Mean, s))
    gx, gy = torch.meshgrid(xs, ys, indexing="xy")
    nll = gaussian_nll(torch.stack([gx.ravel(), gy.ravel()]), Sigma, Mean).reshape(gx.shape)
    lowest = gaussian_nll(Mean[:, None], Sigma, Mean)
    levels = [float(lowest) - math.log(1 - mass) for mass in (0.2, 0.4, 0.6, 0.8)]
    fig.gca().contour(gx, gy, nll, levels=levels, colors="navy")
''',
    "parameters": """
best = torch.cov(data, correction=0)
(A, B), (_, C) = best
X, Y = data.mean(dim=1)
""",
}
CLASS: dict[str, dict[str, str]] = {
    "s01-right-cholesky": RIGHT,
    "s02-right-numpy": NUMPY_STYLE,
    "s03-right-library": LIBRARY_STYLE,
    "s04-missing-half": RIGHT | {"gaussian_nll": NLL.replace("0.5 * (z**2)", "(z**2)")},
    "s05-whole-log-det": RIGHT | {"gaussian_nll": NLL.replace("0.5 * log_det", "log_det")},
    "s06-sigma-not-root": RIGHT | {"draw_density": DRAWING.replace("torch.linalg.cholesky(Sigma)", "Sigma")},
    "s07-three-contours": RIGHT
    | {"draw_density": DRAWING.replace("(0.2, 0.4, 0.6, 0.8)", "(0.2, 0.4, 0.6)")},
    "s08-start-values": RIGHT | {"parameters": "A, B, C, X, Y = 1, 0, 1, 0, 0\n"},
    "s09-unfinished": {"gaussian_nll": NLL},
    "s10-untouched": {},
    "s11-loops-for-ever": RIGHT
    | {"gaussian_nll": "def gaussian_nll(x, Sigma, Mean):\n    while True:\n        pass\n"},
    "s12-crashes": RIGHT
    | {"draw_density": "def draw_density(fig, Sigma, Mean):\n    fig.gca().plto(Mean)\n"},
}


def main(folder: Path) -> None:
    """Make, grade and report the class."""
    course = hand_in(folder, CLASS)
    grade(course)
    run("nbgrader", "generate_feedback", course.assignment, "--log-level=ERROR", cwd=course.root)
    run("gaussfit", "report", "--course", str(course.root))
    print(f"Feedback pages: {folder}/feedback/<student>/{course.assignment}/{course.assignment}.html")
    print(f"All results: {folder}/marks.json")


def hand_in(folder: Path, answers_by_student: Mapping[str, Mapping[str, str]]) -> Course:
    """A new course with the submissions of a class, and with one that is no notebook."""
    if folder.exists():
        shutil.rmtree(folder)
    course = make_course(folder)
    release = load_release(course.release_path, course.exercise)
    for student, answers in answers_by_student.items():
        submit(course, student, composed_bytes(release, answers))
    submit(course, "s13-no-notebook", b"I could not export my notebook, sorry!\n")
    return course


def grade(course: Course, *options: str) -> None:
    """Grade it; where student code cannot be locked in, without, for this class is our own."""
    sandbox = "locked" if probe().locked else "process"
    marks = str(course.root / "marks.json")
    run("gaussfit", "grade", "--course", str(course.root), "--json", marks, "--sandbox", sandbox, *options)


def submit(course: Course, student: str, raw: bytes) -> None:
    """Put a submission where nbgrader's exchange would."""
    path = course.submission_path(student)
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)


def run(command: str, *arguments: str, cwd: Path | None = None) -> None:
    """Run a command of this Python environment, and stop with its exit status if it fails."""
    executable = str(Path(sys.executable).with_name(command))
    status = subprocess.run([executable, *arguments], cwd=cwd, check=False).returncode
    if status:
        sys.exit(status)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
