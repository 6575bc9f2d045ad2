# wrong: none
# why: the gallery's ellipse of the correlation, never stretched to the standard deviations
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    rho = (Sigma[0, 1] / (Sigma[0, 0] * Sigma[1, 1]).sqrt()).item()
    for r in (0.668, 1.011, 1.354, 1.794):
        width, height = 2 * r * math.sqrt(1 + rho), 2 * r * math.sqrt(1 - rho)
        fig.gca().add_patch(Ellipse(Mean.tolist(), width, height, angle=45, facecolor="none", edgecolor="red"))
