# wrong: angle-slip
# why: the angle from w[0], a row of the eigenvectors, where a column belongs: as in a gallery's picture of mixtures
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    v, w = np.linalg.eigh(Sigma.numpy())
    if np.linalg.det(w) < 0:
        w[:, 1] *= -1
    u = w[0] / np.linalg.norm(w[0])
    angle = 180 * np.arctan2(u[1], u[0]) / np.pi
    for p in (0.2, 0.4, 0.6, 0.8):
        s = 2 * np.sqrt(-2 * np.log(1 - p)) * np.sqrt(v)
        ax.add_artist(Ellipse(Mean.tolist(), s[0], s[1], angle=180 + angle, fill=False))
