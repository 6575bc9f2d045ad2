# wrong: axis-aligned
# why: half axes are right, the rotation is left out; the large axis always lies along x
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    lam = torch.linalg.eigvalsh(Sigma).sqrt()
    for r in [0.668, 1.011, 1.354, 1.794]:
        fig.axes[0].add_patch(Ellipse(Mean.tolist(), 2 * r * lam[1].item(), 2 * r * lam[0].item(), fill=False))
    fig.axes[0].autoscale_view()
