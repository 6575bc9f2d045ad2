# wrong: angle-slip
# why: Ellipse wants degrees
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    lam, U = np.linalg.eigh(Sigma.numpy())
    angle = np.arctan2(U[1, 1], U[0, 1])
    for r in [0.668, 1.011, 1.354, 1.794]:
        size = 2 * r * np.sqrt(lam)
        fig.axes[0].add_patch(Ellipse(Mean.numpy(), size[1], size[0], angle=angle, fill=False))
    fig.axes[0].autoscale_view()
