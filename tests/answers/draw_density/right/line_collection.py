# right: LineCollection coloured by mass
from matplotlib.collections import LineCollection


def draw_density(fig, Sigma, Mean):
    masses = np.array([0.2, 0.4, 0.6, 0.8])
    lam, U = np.linalg.eigh(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 128)
    base = (U @ np.diag(np.sqrt(lam)) @ np.array([np.cos(t), np.sin(t)])).T
    lines = [Mean.numpy() + np.sqrt(-2 * np.log1p(-m)) * base for m in masses]
    lc = LineCollection(lines, array=masses, cmap="viridis")
    ax = fig.axes[0]
    ax.add_collection(lc)
    fig.colorbar(lc, ax=ax, label="mass inside")
    ax.autoscale()
