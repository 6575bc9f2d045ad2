# right: a handbook's draw_ellipse: U, s, Vt from svd, filled and transparent, one over the other
from matplotlib.patches import Ellipse


def draw_ellipse(position, covariance, ax=None, **kwargs):
    ax = ax or plt.gca()
    if covariance.shape == (2, 2):
        U, s, Vt = np.linalg.svd(covariance)
        angle = np.degrees(np.arctan2(U[1, 0], U[0, 0]))
        width, height = 2 * np.sqrt(s)
    else:
        angle = 0
        width, height = 2 * np.sqrt(covariance)
    for nsig in [np.sqrt(-2 * np.log(1 - p)) for p in (0.2, 0.4, 0.6, 0.8)]:
        ax.add_patch(Ellipse(position, nsig * width, nsig * height, angle=angle, **kwargs))


def draw_density(fig, Sigma, Mean):
    draw_ellipse(Mean.numpy(), Sigma.numpy(), ax=fig.axes[0], alpha=0.2)
