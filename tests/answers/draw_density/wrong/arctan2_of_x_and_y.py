# wrong: angle-slip
# why: arctan2(x, y) for arctan2(y, x)
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    vals, vecs = torch.linalg.eigh(Sigma)
    long = vecs[:, 1].numpy()
    angle = np.degrees(np.arctan2(long[0], long[1]))
    for p in (0.2, 0.4, 0.6, 0.8):
        r = np.sqrt(-2 * np.log(1 - p))
        fig.axes[0].add_patch(Ellipse(Mean.numpy(), 2 * r * vals[1].sqrt().item(), 2 * r * vals[0].sqrt().item(), angle=angle, fill=False))
