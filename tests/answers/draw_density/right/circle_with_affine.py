# right: unit circles under an Affine2D transform
from matplotlib.patches import Circle
from matplotlib.transforms import Affine2D


def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    L = torch.linalg.cholesky(Sigma).numpy()
    M = np.eye(3)
    M[:2, :2] = L
    M[:2, 2] = Mean.numpy()
    for r in [0.668, 1.011, 1.354, 1.794]:
        ax.add_patch(Circle((0, 0), r, fill=False, color="green", transform=Affine2D(M) + ax.transData))
    sd = Sigma.diagonal().sqrt()
    ax.set_xlim(Mean[0] - 3 * sd[0], Mean[0] + 3 * sd[0])
    ax.set_ylim(Mean[1] - 3 * sd[1], Mean[1] + 3 * sd[1])
