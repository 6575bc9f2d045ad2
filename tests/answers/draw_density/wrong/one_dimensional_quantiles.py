# wrong: wrong-levels
# why: radii from the one-dimensional normal: erf, not 1 - exp(-r^2 / 2)
from scipy.stats import norm


def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 100)
    for p in (0.2, 0.4, 0.6, 0.8):
        e = norm.ppf((1 + p) / 2) * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        fig.axes[0].plot(e[0], e[1])
