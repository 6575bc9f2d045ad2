# right: radii from scipy's chi squared quantiles
from scipy.stats import chi2


def draw_density(fig, Sigma, Mean):
    [[a, b], [_, c]] = Sigma.numpy()
    root = np.linalg.cholesky(np.array([[a, b], [b, c]]))
    theta = np.linspace(0, 2 * np.pi, 100)
    for r in np.sqrt(chi2.ppf([0.2, 0.4, 0.6, 0.8], df=2)):
        z = root @ np.array([r * np.cos(theta), r * np.sin(theta)])
        fig.axes[0].plot(z[0] + Mean.numpy()[0], z[1] + Mean.numpy()[1])
