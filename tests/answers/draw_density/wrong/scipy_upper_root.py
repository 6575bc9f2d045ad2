# wrong: transposed-root
# why: scipy's cholesky is upper by default
from scipy.linalg import cholesky


def draw_density(fig, Sigma, Mean):
    R = cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 100)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = r * R @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        fig.axes[0].plot(e[0], e[1])
