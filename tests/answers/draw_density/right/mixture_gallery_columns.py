# right: a mixture model's gallery plot: eigh, an angle from the first eigenvector, clipped to the axes, half transparent
from matplotlib.patches import Ellipse


def make_ellipses(ax, mean, covariance, mass):
    v, w = np.linalg.eigh(covariance)
    u = w[:, 0] / np.linalg.norm(w[:, 0])
    angle = 180 * np.arctan2(u[1], u[0]) / np.pi
    v = 2.0 * np.sqrt(-2.0 * np.log1p(-mass)) * np.sqrt(v)
    ell = Ellipse(mean, v[0], v[1], angle=180 + angle, color="navy", fill=False)
    ell.set_clip_box(ax.bbox)
    ell.set_alpha(0.5)
    ax.add_artist(ell)
    ax.set_aspect("equal", "datalim")


def draw_density(fig, Sigma, Mean):
    for mass in np.arange(1, 5) / 5:
        make_ellipses(fig.axes[0], Mean.numpy(), Sigma.numpy(), mass)
