# right: PathPatch of Path.unit_circle, Bezier curves
from matplotlib.patches import PathPatch
from matplotlib.path import Path


def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    circle = Path.unit_circle()
    for r in np.sqrt(-2 * np.log([0.8, 0.6, 0.4, 0.2])):
        path = Path(r * circle.vertices @ L.T + Mean.numpy(), circle.codes)
        fig.axes[0].add_patch(PathPatch(path, facecolor="none", edgecolor="darkblue", linewidth=1.5))
