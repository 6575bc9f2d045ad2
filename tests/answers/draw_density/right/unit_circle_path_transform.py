# right: Path.unit_circle as a PathPatch, under a transform that holds the root of Sigma
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D


def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    A = np.eye(3)
    A[:2, :2] = np.linalg.cholesky(Sigma.double().numpy())
    A[:2, 2] = Mean
    for k in np.sqrt(-2 * np.log([0.8, 0.6, 0.4, 0.2])):
        ax.add_patch(
            PathPatch(Path.unit_circle(), fc="none", ec="C0", transform=Affine2D().scale(k) + Affine2D(A) + ax.transData)
        )
    ax.set(xlim=(-8, 8), ylim=(-8, 8))
