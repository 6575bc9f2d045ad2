# wrong: precision-for-covariance
# why: a mixture's precisions_ where its covariances_ belong
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    precisions = np.linalg.inv(Sigma.numpy())
    v, w = np.linalg.eigh(precisions)
    for p in (0.2, 0.4, 0.6, 0.8):
        a, b = 2 * np.sqrt(-2 * np.log(1 - p)) * np.sqrt(v)
        angle = np.degrees(np.arctan2(w[1, 0], w[0, 0]))
        fig.gca().add_patch(Ellipse(Mean.numpy(), a, b, angle=angle, fill=False))
