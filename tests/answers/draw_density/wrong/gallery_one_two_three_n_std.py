# wrong: wrong-levels
# why: matplotlib's gallery as it stands there: one, two and three standard deviations
import matplotlib.transforms as transforms
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    ax, cov = fig.gca(), Sigma.numpy()
    pearson = cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])
    for n_std, colour in ((1, "firebrick"), (2, "fuchsia"), (3, "blue")):
        ellipse = Ellipse((0, 0), 2 * np.sqrt(1 + pearson), 2 * np.sqrt(1 - pearson), facecolor="none", edgecolor=colour)
        scale = np.sqrt(np.diag(cov)) * n_std
        ellipse.set_transform(transforms.Affine2D().rotate_deg(45).scale(*scale).translate(*Mean.tolist()) + ax.transData)
        ax.add_patch(ellipse)
