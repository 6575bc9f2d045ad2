# wrong: wrong-levels
# why: the gallery's ellipses at half to two standard deviations instead of the four masses
import matplotlib.transforms as transforms
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    cov = Sigma.numpy()
    pearson = cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])
    for n_std in (0.5, 1, 1.5, 2):
        ellipse = Ellipse((0, 0), 2 * np.sqrt(1 + pearson), 2 * np.sqrt(1 - pearson), facecolor="none", edgecolor="firebrick")
        t = transforms.Affine2D().rotate_deg(45).scale(np.sqrt(cov[0, 0]) * n_std, np.sqrt(cov[1, 1]) * n_std).translate(*Mean.tolist())
        ellipse.set_transform(t + ax.transData)
        ax.add_patch(ellipse)
