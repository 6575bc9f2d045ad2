# wrong: wrong-levels
# why: levels as quantiles of the values on the grid: they depend on the window
from scipy.stats import multivariate_normal


def draw_density(fig, Sigma, Mean):
    s = 2 * Sigma.diagonal().sqrt().numpy()
    x, y = (np.linspace(Mean[i].item() - s[i], Mean[i].item() + s[i], 200) for i in (0, 1))
    Z = multivariate_normal(Mean.numpy(), Sigma.numpy()).pdf(np.dstack(np.meshgrid(x, y)))
    fig.gca().contour(x, y, Z, levels=np.quantile(Z, [0.6, 0.7, 0.8, 0.9]))
