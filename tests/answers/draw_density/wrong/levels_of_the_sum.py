# wrong: wrong-levels/nothing-drawn
# why: shares of the sum over the grid: no value of the density comes so high
from scipy.stats import multivariate_normal


def draw_density(fig, Sigma, Mean):
    X, Y = np.meshgrid(np.linspace(-8, 8, 200), np.linspace(-8, 8, 200))
    Z = multivariate_normal(Mean.numpy(), Sigma.numpy()).pdf(np.dstack([X, Y]))
    fig.gca().contour(X, Y, Z, levels=[p * Z.sum() for p in (0.2, 0.4, 0.6, 0.8)])
