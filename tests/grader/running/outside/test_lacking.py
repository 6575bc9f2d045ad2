"""What the lock cannot give (compilers, TeX) is done without, and costs nobody an answer."""

from __future__ import annotations

import pytest

from grader.running.outside import Runner

DRAW = "import matplotlib.pyplot as plt\n{before}\ndef f(fig):\n    fig.gca().plot([0, 1], [0, 1])\n    {inside}\n"


@pytest.mark.parametrize(
    ("before", "inside"),
    [
        ("plt.rcParams['text.usetex'] = True", "fig.gca().set_title('$x$'); fig.canvas.draw()"),
        ("plt.rcParams.update({'text.usetex': True})", "fig.tight_layout()"),
        (
            "plt.rc('text', usetex=True)",
            "fig.gca().set_xlabel(r'\\textbf{bold} $\\mathbf{x}$'); fig.canvas.draw()",
        ),
        ("plt.style.use({'text.usetex': True})", "fig.canvas.draw()"),
        ("", "plt.rc('text', usetex=True); fig.tight_layout()"),
        ("", "fig.gca().text(0, 0, r'\\begin{eqnarray}x\\end{eqnarray}', usetex=True); fig.canvas.draw()"),
        ("", "fig.gca().set_title(r'$\\unknown{x}$', usetex=True); fig.canvas.draw()"),
        ("", "with plt.rc_context({'text.usetex': True}): fig.canvas.draw()"),
    ],
)
def test_tex_is_done_without(runner: Runner, before: str, inside: str) -> None:
    with runner.open([DRAW.format(before=before, inside=inside)]) as session:
        answer = session.draw("f", [])
    assert answer.outcome == "ok", answer.error
    assert answer.drawing is not None
    assert len(answer.drawing.curves) == 1
