# right: matplotlib Ellipse patches, angle in degrees
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    vals, vecs = np.linalg.eigh(Sigma.numpy())
    angle = np.degrees(np.arctan2(vecs[1, 1], vecs[0, 1]))
    for p in (0.2, 0.4, 0.6, 0.8):
        r = np.sqrt(-2 * np.log(1 - p))
        width, height = 2 * r * np.sqrt(vals[1]), 2 * r * np.sqrt(vals[0])
        ax.add_patch(Ellipse(Mean.numpy(), width, height, angle=angle, fill=False, edgecolor="steelblue"))
