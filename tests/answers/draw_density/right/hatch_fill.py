# right: hatched outlines
from matplotlib.patches import Polygon

R = [0.6680, 1.0108, 1.3537, 1.7941]


def ellipse(S, m, r):
    t = np.linspace(0, 2 * np.pi, 200)
    return m[:, None] + r * np.linalg.cholesky(S) @ np.stack([np.cos(t), np.sin(t)])


def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    for r in R:
        fig.gca().add_patch(Polygon(ellipse(S, m, r).T, fill=False, hatch="/"))
