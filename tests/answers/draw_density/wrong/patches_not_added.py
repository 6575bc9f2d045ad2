# wrong: nothing-drawn
# why: makes the patches, never adds them to the axes
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    lam, U = np.linalg.eigh(Sigma.numpy())
    angle = np.degrees(np.arctan2(U[1, 1], U[0, 1]))
    return [Ellipse(Mean.numpy(), *(2 * r * np.sqrt(lam[::-1])), angle=angle) for r in (0.668, 1.011, 1.354, 1.794)]
