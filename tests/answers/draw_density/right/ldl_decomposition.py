# right: Sigma = L D L^T by scipy.linalg.ldl, the root is L D^(1/2)
from scipy.linalg import ldl


def draw_density(fig, Sigma, Mean):
    lu, d, perm = ldl(Sigma.numpy().astype(np.float64))
    root = lu @ np.sqrt(d)
    t = np.linspace(0, 2 * np.pi, 100)
    ring = root @ np.array([np.cos(t), np.sin(t)])
    radii = np.sqrt(-2 * np.log(1 - np.array([0.2, 0.4, 0.6, 0.8])))
    xs = Mean[0].item() + np.outer(ring[0], radii)
    ys = Mean[1].item() + np.outer(ring[1], radii)
    fig.axes[0].plot(xs, ys)
