# wrong: mean-ignored
# why: the grid lies around Mean, but the density is that of mean 0
from scipy.stats import multivariate_normal


def draw_density(fig, Sigma, Mean):
    x, y = (np.linspace(-8, 8, 250) + 0 * Mean[i].item() for i in (0, 1))
    X, Y = np.meshgrid(x, y)
    rv = multivariate_normal([0, 0], Sigma.numpy())
    Z = rv.pdf(np.dstack((X, Y)))
    fig.gca().contour(X, Y, Z / rv.pdf([0, 0]), levels=[0.2, 0.4, 0.6, 0.8])
