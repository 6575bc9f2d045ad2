# wrong: window-too-small
# why: the grid is [-3, 3] both ways, wherever the density lies
from scipy.stats import multivariate_normal


def draw_density(fig, Sigma, Mean):
    X, Y = np.meshgrid(np.linspace(-3, 3, 300), np.linspace(-3, 3, 300))
    rv = multivariate_normal(Mean.numpy(), Sigma.numpy())
    Z = rv.pdf(np.dstack((X, Y)))
    fig.axes[0].contour(X, Y, Z, levels=rv.pdf(Mean.numpy()) * np.array([0.2, 0.4, 0.6, 0.8]))
