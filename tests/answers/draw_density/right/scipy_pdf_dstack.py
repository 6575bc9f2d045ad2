# right: multivariate_normal.pdf on np.mgrid and np.dstack, as in scipy's docs
from scipy.stats import multivariate_normal


def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    s = np.sqrt(np.diag(Sigma.numpy()))
    m = Mean.numpy()
    x, y = np.mgrid[m[0] - 3 * s[0] : m[0] + 3 * s[0] : 301j, m[1] - 3 * s[1] : m[1] + 3 * s[1] : 301j]
    pos = np.dstack((x, y))
    rv = multivariate_normal(Mean.numpy(), Sigma.numpy())
    peak = rv.pdf(Mean.numpy())
    ax.contour(x, y, rv.pdf(pos), levels=[peak * q for q in (0.2, 0.4, 0.6, 0.8)], cmap="viridis")
