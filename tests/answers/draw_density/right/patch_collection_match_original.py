# right: ellipses in a PatchCollection that keeps their colours
from matplotlib.collections import PatchCollection
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    lam, V = torch.linalg.eigh(Sigma)
    a, b = (2 * lam.sqrt()).tolist()
    turned = math.degrees(math.atan2(V[1, 0], V[0, 0]))
    patches = [
        Ellipse(Mean.tolist(), r * a, r * b, angle=turned, facecolor="none", edgecolor=colour, linewidth=1.5)
        for r, colour in zip((0.66805, 1.01077, 1.35373, 1.79412), ("b", "c", "g", "y"))
    ]
    fig.gca().add_collection(PatchCollection(patches, match_original=True))
    fig.gca().autoscale()
