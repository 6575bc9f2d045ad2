# wrong: nothing-drawn
# why: a PatchCollection is made and never added to the axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    v, w = np.linalg.eigh(Sigma.numpy())
    angle = math.degrees(math.atan2(w[1, 0], w[0, 0]))
    ax = fig.gca()
    patches = [Ellipse(Mean.tolist(), 2 * r * v[0] ** 0.5, 2 * r * v[1] ** 0.5, angle=angle) for r in (0.668, 1.011, 1.354, 1.794)]
    collection = PatchCollection(patches, facecolor="none", edgecolor="blue")
    ax.set_aspect("equal")
    return collection
