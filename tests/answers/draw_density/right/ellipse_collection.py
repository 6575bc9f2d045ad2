# right: EllipseCollection in data units
from matplotlib.collections import EllipseCollection


def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    lam, U = np.linalg.eigh(Sigma.numpy())
    r = np.array([0.668, 1.011, 1.354, 1.794])
    angle = np.rad2deg(np.arctan2(U[1, 0], U[0, 0]))
    ec = EllipseCollection(
        2 * r * np.sqrt(lam[0]),
        2 * r * np.sqrt(lam[1]),
        np.full(4, angle),
        units="xy",
        offsets=np.tile(Mean.numpy(), (4, 1)),
        offset_transform=ax.transData,
        facecolors="none",
        edgecolors="k",
    )
    ax.add_collection(ec)
    ax.set_aspect("equal")
