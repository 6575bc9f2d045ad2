# wrong: angle-slip
# why: the eigenvalues were put in falling order, their vectors were not
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    vals, vecs = np.linalg.eigh(Sigma.numpy())
    vals = np.sort(vals)[::-1]
    angle = np.rad2deg(np.arctan2(vecs[1, 0], vecs[0, 0]))
    for p in (0.2, 0.4, 0.6, 0.8):
        w, h = 2 * np.sqrt(-2 * np.log(1 - p) * vals)
        fig.gca().add_patch(Ellipse(Mean.numpy(), w, h, angle=angle, ec="red", fc="none"))
