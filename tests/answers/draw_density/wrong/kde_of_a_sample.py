# wrong: none
# why: a kernel estimate from 300 points is near the density, but is another one
from scipy.stats import gaussian_kde


def draw_density(fig, Sigma, Mean):
    points = np.random.default_rng(2).multivariate_normal(Mean.numpy(), Sigma.numpy(), 300).T
    kde = gaussian_kde(points)
    x, y = (np.linspace(row.min() - 1, row.max() + 1, 80) for row in points)
    X, Y = np.meshgrid(x, y)
    Z = kde(np.vstack([X.ravel(), Y.ravel()])).reshape(X.shape)
    levels = np.quantile(kde(points), [0.2, 0.4, 0.6, 0.8])
    fig.gca().contour(X, Y, Z, levels=levels)
