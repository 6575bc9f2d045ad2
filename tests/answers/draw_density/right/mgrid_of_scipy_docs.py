# right: mgrid, dstack and a frozen multivariate_normal as in scipy's documentation, the levels by its own pdf
from scipy.stats import chi2, multivariate_normal


def draw_density(fig, Sigma, Mean):
    x, y = np.mgrid[-9:9:0.05, -9:9:0.05]
    pos = np.dstack((x, y))
    rv = multivariate_normal(Mean.numpy(), Sigma.numpy())
    levels = rv.pdf(Mean.numpy()) * np.exp(-chi2.ppf([0.8, 0.6, 0.4, 0.2], df=2) / 2)
    fig.gca().contour(x, y, rv.pdf(pos), levels=levels, cmap="viridis")
