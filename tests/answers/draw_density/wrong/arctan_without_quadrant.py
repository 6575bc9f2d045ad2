# wrong: angle-slip
# why: arctan(2b / (a - c)) / 2 without a look at whether a > c: a quarter turn off where y is the wider axis
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    a, b, c = Sigma[0, 0].item(), Sigma[0, 1].item(), Sigma[1, 1].item()
    theta = 0.5 * np.arctan(2 * b / (a - c))
    root = np.sqrt((a - c) ** 2 / 4 + b**2)
    l1, l2 = (a + c) / 2 + root, (a + c) / 2 - root
    for p in (0.2, 0.4, 0.6, 0.8):
        k = 2 * np.sqrt(-2 * np.log(1 - p))
        fig.gca().add_patch(Ellipse(Mean.tolist(), k * np.sqrt(l1), k * np.sqrt(l2), angle=np.degrees(theta), fill=False))
