# right: filled, half transparent, the largest first
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    lam, vec = torch.linalg.eigh(Sigma)
    theta = torch.atan2(vec[1, 0], vec[0, 0]).item() * 180 / np.pi
    for m in [0.8, 0.6, 0.4, 0.2]:
        r = (-2 * np.log(1 - m)) ** 0.5
        size = 2 * r * lam.sqrt()
        ax.add_patch(Ellipse(Mean.tolist(), size[0].item(), size[1].item(), angle=theta, alpha=0.3, color="orange"))
    ax.autoscale_view()
