# wrong: mean-ignored
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    lam, U = np.linalg.eigh(Sigma.numpy())
    angle = np.degrees(np.arctan2(U[1, 0], U[0, 0]))
    for p in (0.2, 0.4, 0.6, 0.8):
        s = 2 * np.sqrt(-2 * np.log(1 - p) * lam)
        fig.axes[0].add_patch(Ellipse((0, 0), s[0], s[1], angle=angle, fill=False))
    fig.axes[0].autoscale_view()
