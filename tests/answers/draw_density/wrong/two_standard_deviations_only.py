# wrong: axis-aligned
# why: the width from A and the height from C: B is never used
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    sx, sy = np.sqrt(Sigma[0, 0].item()), np.sqrt(Sigma[1, 1].item())
    for p in (0.2, 0.4, 0.6, 0.8):
        k = 2 * np.sqrt(-2 * np.log(1 - p))
        fig.gca().add_artist(Ellipse(Mean.tolist(), k * sx, k * sy, facecolor="C0", edgecolor="k", alpha=0.3))
