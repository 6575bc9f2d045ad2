# wrong: eigenvalues-not-rooted/sigma-not-root
# why: for a symmetric Sigma the same set of points as the circle through Sigma
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    lam, U = np.linalg.eigh(Sigma.numpy())
    angle = np.degrees(np.arctan2(U[1, 1], U[0, 1]))
    for r in [0.668, 1.011, 1.354, 1.794]:
        fig.axes[0].add_patch(Ellipse(Mean.numpy(), 2 * r * lam[1], 2 * r * lam[0], angle=angle, fill=False))
    fig.axes[0].autoscale_view()
