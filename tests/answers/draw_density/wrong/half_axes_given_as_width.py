# wrong: half-axes-as-diameter
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    lam, U = np.linalg.eigh(Sigma.numpy())
    angle = np.degrees(np.arctan2(U[1, 1], U[0, 1]))
    for p in [0.2, 0.4, 0.6, 0.8]:
        size = np.sqrt(-2 * np.log(1 - p)) * np.sqrt(lam)
        fig.axes[0].add_patch(Ellipse(Mean.numpy(), size[1], size[0], angle=angle, fill=False))
    fig.axes[0].autoscale_view()
