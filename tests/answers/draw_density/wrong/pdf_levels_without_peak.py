# wrong: wrong-levels/nothing-drawn
# why: 0.2 to 0.8 as levels of the density itself: most densities never come so high
from scipy.stats import multivariate_normal


def draw_density(fig, Sigma, Mean):
    s = Sigma.diagonal().sqrt().numpy()
    x, y = (np.linspace(Mean[i].item() - 3 * s[i], Mean[i].item() + 3 * s[i], 200) for i in (0, 1))
    X, Y = np.meshgrid(x, y)
    Z = multivariate_normal(Mean.numpy(), Sigma.numpy()).pdf(np.dstack([X, Y]))
    fig.gca().contour(X, Y, Z, levels=[0.2, 0.4, 0.6, 0.8])
