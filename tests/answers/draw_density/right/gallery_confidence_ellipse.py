# right: matplotlib's gallery: an ellipse of the correlation, turned by 45 degrees, scaled and moved by a transform
import matplotlib.transforms as transforms
from matplotlib.patches import Ellipse


def confidence_ellipse(cov, mean, ax, n_std=3.0, facecolor="none", **kwargs):
    pearson = cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])
    ell_radius_x = np.sqrt(1 + pearson)
    ell_radius_y = np.sqrt(1 - pearson)
    ellipse = Ellipse((0, 0), width=ell_radius_x * 2, height=ell_radius_y * 2, facecolor=facecolor, **kwargs)
    scale_x = np.sqrt(cov[0, 0]) * n_std
    scale_y = np.sqrt(cov[1, 1]) * n_std
    transf = transforms.Affine2D().rotate_deg(45).scale(scale_x, scale_y).translate(mean[0], mean[1])
    ellipse.set_transform(transf + ax.transData)
    return ax.add_patch(ellipse)


def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    for p in (0.2, 0.4, 0.6, 0.8):
        confidence_ellipse(Sigma.numpy(), Mean.numpy(), ax, n_std=np.sqrt(-2 * np.log(1 - p)), edgecolor="skyblue")
    ax.autoscale_view()
