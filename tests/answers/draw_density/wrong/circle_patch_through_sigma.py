# wrong: sigma-not-root/eigenvalues-not-rooted
# why: the same slip with patches and an affine transform
from matplotlib.patches import Circle
from matplotlib.transforms import Affine2D


def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    (a, b), (c, d) = Sigma.tolist()
    tr = Affine2D.from_values(a, c, b, d, Mean[0].item(), Mean[1].item())
    for r in [0.668, 1.011, 1.354, 1.794]:
        ax.add_patch(Circle((0, 0), r, fill=False, transform=tr + ax.transData))
    ax.set_xlim(-8, 8)
    ax.set_ylim(-8, 8)
