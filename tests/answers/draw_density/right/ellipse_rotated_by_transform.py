# right: axis-aligned Ellipses at the origin, scaled, rotated and moved by a transform
from matplotlib.patches import Ellipse
import matplotlib.transforms as transforms


def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    cov = Sigma.numpy()
    rho = cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])
    for n_std in [0.668, 1.011, 1.354, 1.794]:
        ellipse = Ellipse((0, 0), width=2 * np.sqrt(1 + rho), height=2 * np.sqrt(1 - rho), facecolor="none", edgecolor="red")
        tr = (
            transforms.Affine2D()
            .rotate_deg(45)
            .scale(n_std * np.sqrt(cov[0, 0]), n_std * np.sqrt(cov[1, 1]))
            .translate(float(Mean[0]), float(Mean[1]))
        )
        ellipse.set_transform(tr + ax.transData)
        ax.add_patch(ellipse)
