# right: Ellipse patches, angle from half atan2(2b, a - c)
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    a, b, c = float(Sigma[0, 0]), float(Sigma[0, 1]), float(Sigma[1, 1])
    phi = 0.5 * math.atan2(2 * b, a - c)
    half = math.sqrt(((a - c) / 2) ** 2 + b**2)
    big, small = (a + c) / 2 + half, (a + c) / 2 - half
    for r in [0.668, 1.011, 1.354, 1.794]:
        e = Ellipse((float(Mean[0]), float(Mean[1])), 2 * r * big**0.5, 2 * r * small**0.5, angle=phi * 180 / math.pi)
        e.set_facecolor("none")
        e.set_edgecolor("purple")
        fig.gca().add_artist(e)
