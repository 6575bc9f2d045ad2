# wrong: half-axes-as-diameter
# why: width and height of Ellipse are whole axes; the gallery's factor of 2 was left out
import matplotlib.transforms as transforms
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    (a, b), (_, c) = Sigma.tolist()
    pearson = b / math.sqrt(a * c)
    for p in (0.2, 0.4, 0.6, 0.8):
        k = math.sqrt(-2 * math.log(1 - p))
        e = Ellipse((0, 0), math.sqrt(1 + pearson), math.sqrt(1 - pearson), fill=False)
        e.set_transform(transforms.Affine2D().rotate_deg(45).scale(k * math.sqrt(a), k * math.sqrt(c)).translate(*Mean.tolist()) + ax.transData)
        ax.add_patch(e)
