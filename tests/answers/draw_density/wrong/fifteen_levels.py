# wrong: wrong-levels
# why: a gallery's call with levels=15: round levels, which happen to have the four among them under some seeds
from scipy.stats import multivariate_normal


def draw_density(fig, Sigma, Mean):
    rv = multivariate_normal(Mean.tolist(), Sigma.double().numpy())
    sx, sy = Sigma.diag().sqrt().tolist()
    x = np.linspace(Mean[0].item() - 4 * sx, Mean[0].item() + 4 * sx, 250)
    y = np.linspace(Mean[1].item() - 4 * sy, Mean[1].item() + 4 * sy, 250)
    X, Y = np.meshgrid(x, y)
    fig.gca().contour(X, Y, rv.pdf(np.dstack([X, Y])), levels=15, cmap="viridis")
