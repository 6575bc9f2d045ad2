# right: closed Polygon patches without an outline
from matplotlib.patches import Polygon


def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    unit = np.c_[np.cos(t), np.sin(t)]
    for r in [1.794, 1.354, 1.011, 0.668]:
        fig.axes[0].add_patch(Polygon(Mean.numpy() + r * unit @ L.T, closed=True, facecolor="navy", alpha=0.2))
