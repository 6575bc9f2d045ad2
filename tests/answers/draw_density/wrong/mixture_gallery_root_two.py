# wrong: wrong-levels
# why: a mixture model's gallery plot draws one ellipse, of radius root two
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    v, w = np.linalg.eigh(Sigma.numpy())
    v = 2.0 * np.sqrt(2.0) * np.sqrt(v)
    angle = 180.0 * np.arctan2(w[1, 0], w[0, 0]) / np.pi
    ell = Ellipse(Mean.numpy(), v[0], v[1], angle=180.0 + angle, color="navy")
    ell.set_alpha(0.5)
    fig.gca().add_artist(ell)
