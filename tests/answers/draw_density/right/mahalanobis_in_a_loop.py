# right: scipy's mahalanobis, point by point over a grid, contoured at the square roots of chi-square quantiles
from scipy.spatial.distance import mahalanobis
from scipy.stats import chi2


def draw_density(fig, Sigma, Mean):
    VI = np.linalg.inv(Sigma.numpy())
    u = Mean.numpy()
    sx, sy = Sigma.diagonal().sqrt().tolist()
    xs, ys = np.linspace(u[0] - 2.2 * sx, u[0] + 2.2 * sx, 90), np.linspace(u[1] - 2.2 * sy, u[1] + 2.2 * sy, 90)
    Z = np.array([[mahalanobis((x, y), u, VI) for x in xs] for y in ys])
    fig.gca().contour(xs, ys, Z, levels=np.sqrt(chi2.ppf([0.2, 0.4, 0.6, 0.8], 2)))
