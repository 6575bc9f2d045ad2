# right: an astronomers' helper: two principal widths and an angle from the covariance, scales as a list
from matplotlib.patches import Ellipse


def principal_axes(C):
    sigma_x2, sigma_y2, sigma_xy = C[0, 0], C[1, 1], C[0, 1]
    alpha = 0.5 * np.arctan2(2 * sigma_xy, sigma_x2 - sigma_y2)
    tmp1 = 0.5 * (sigma_x2 + sigma_y2)
    tmp2 = np.sqrt(0.25 * (sigma_x2 - sigma_y2) ** 2 + sigma_xy**2)
    return np.sqrt(tmp1 + tmp2), np.sqrt(tmp1 - tmp2), alpha


def draw_ellipse(mu, C, scales, ax, **kwargs):
    sigma1, sigma2, alpha = principal_axes(C)
    for scale in scales:
        ax.add_patch(
            Ellipse((mu[0], mu[1]), 2 * scale * sigma1, 2 * scale * sigma2, angle=alpha * 180.0 / np.pi, **kwargs)
        )


def draw_density(fig, Sigma, Mean):
    scales = np.sqrt(2 * np.log(1 / (1 - np.array([0.2, 0.4, 0.6, 0.8]))))
    draw_ellipse(Mean.numpy(), Sigma.numpy(), scales, fig.gca(), fc="none", ec="k")
