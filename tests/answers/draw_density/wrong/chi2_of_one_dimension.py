# wrong: wrong-levels
# why: chi2 with one degree of freedom, where two belong
from matplotlib.patches import Ellipse
from scipy.stats import chi2


def draw_density(fig, Sigma, Mean):
    vals, vecs = np.linalg.eigh(Sigma.numpy())
    theta = np.degrees(np.arctan2(*vecs[:, 1][::-1]))
    for p in (0.2, 0.4, 0.6, 0.8):
        height, width = 2 * np.sqrt(chi2.ppf(p, df=1)) * np.sqrt(vals)
        fig.gca().add_patch(Ellipse(xy=Mean.tolist(), width=width, height=height, angle=theta, fill=False))
