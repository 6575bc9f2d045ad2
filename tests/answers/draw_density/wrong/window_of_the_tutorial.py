# wrong: window-too-small
# why: meshgrid over [-3, 3] as in every tutorial: contours are cut off
from scipy.stats import multivariate_normal


def draw_density(fig, Sigma, Mean):
    X, Y = np.meshgrid(np.linspace(-3, 3, 200), np.linspace(-3, 3, 200))
    rv = multivariate_normal(Mean.numpy(), Sigma.numpy())
    Z = rv.pdf(np.dstack((X, Y)))
    fig.gca().contour(X, Y, Z, levels=rv.pdf(Mean.numpy()) * np.array([0.2, 0.4, 0.6, 0.8]))
