# right: PolyCollection
from matplotlib.collections import PolyCollection


def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 100)
    base = (L @ torch.stack([t.cos(), t.sin()])).T
    verts = [(Mean + r * base).numpy() for r in (0.668, 1.011, 1.354, 1.794)]
    fig.axes[0].add_collection(PolyCollection(verts, facecolors="none", edgecolors=["r", "g", "b", "k"]))
