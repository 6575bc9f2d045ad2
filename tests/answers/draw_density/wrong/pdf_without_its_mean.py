# wrong: mean-ignored
# why: multivariate_normal(cov=...) stands around 0, and so does the grid
from scipy.stats import multivariate_normal


def draw_density(fig, Sigma, Mean):
    s = Sigma.diagonal().sqrt().numpy()
    X, Y = np.meshgrid(s[0] * np.linspace(-3, 3, 200), s[1] * np.linspace(-3, 3, 200))
    rv = multivariate_normal(cov=Sigma.numpy())
    fig.gca().contour(X, Y, rv.pdf(np.dstack([X, Y])), levels=rv.pdf([0, 0]) * np.array([0.2, 0.4, 0.6, 0.8]))
