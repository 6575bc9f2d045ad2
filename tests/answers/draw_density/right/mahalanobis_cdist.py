# right: scipy's cdist with metric="mahalanobis" for every point of a grid
from scipy.spatial.distance import cdist


def draw_density(fig, Sigma, Mean):
    mean = Mean.numpy()[None, :]
    sx, sy = Sigma.diagonal().sqrt().tolist()
    xx, yy = np.meshgrid(np.linspace(-2.6, 2.6, 180) * sx, np.linspace(-2.6, 2.6, 180) * sy)
    grid = np.c_[xx.ravel(), yy.ravel()] + mean
    dist = cdist(grid, mean, metric="mahalanobis", VI=np.linalg.inv(Sigma.numpy())).reshape(xx.shape)
    radii = [np.sqrt(-2 * np.log(1 - p)) for p in (0.2, 0.4, 0.6, 0.8)]
    fig.gca().contour(xx + mean[0, 0], yy + mean[0, 1], dist, levels=radii, linestyles="dotted")
