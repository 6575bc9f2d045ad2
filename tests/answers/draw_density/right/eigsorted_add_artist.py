# right: plot_cov_ellipse, as passed on for years: eigenvalues in falling order, chi2, add_artist
from matplotlib.patches import Ellipse
from scipy.stats import chi2


def eigsorted(cov):
    vals, vecs = np.linalg.eigh(cov)
    order = vals.argsort()[::-1]
    return vals[order], vecs[:, order]


def plot_cov_ellipse(cov, pos, volume=0.5, ax=None, fc="none", ec=[0, 0, 0], a=1, lw=2):
    vals, vecs = eigsorted(cov)
    theta = np.degrees(np.arctan2(*vecs[:, 0][::-1]))
    width, height = 2 * np.sqrt(chi2.ppf(volume, 2)) * np.sqrt(vals)
    ellip = Ellipse(xy=pos, width=width, height=height, angle=theta, facecolor=fc, edgecolor=ec, alpha=a, lw=lw)
    ax.add_artist(ellip)
    return ellip


def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    for v in [0.2, 0.4, 0.6, 0.8]:
        plot_cov_ellipse(Sigma.detach().numpy(), Mean.detach().numpy(), v, ax)
