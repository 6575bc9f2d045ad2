# right: all four contours in one compound path
from matplotlib.patches import PathPatch
from matplotlib.path import Path


def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma).numpy()
    t = np.linspace(0, 2 * np.pi, 73)
    loops = [Path((r * L @ np.stack([np.cos(t), np.sin(t)])).T + Mean.numpy(), closed=True) for r in (0.668, 1.011, 1.354, 1.794)]
    fig.axes[0].add_patch(PathPatch(Path.make_compound_path(*loops), fill=False, ec="c"))
