# right: the symmetric root by scipy.linalg.sqrtm
from scipy.linalg import sqrtm


def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    root = np.real(sqrtm(Sigma.numpy().astype(float)))
    phi = np.linspace(0, 2 * np.pi, 181)
    unit = np.vstack((np.cos(phi), np.sin(phi)))
    for p in np.array([20, 40, 60, 80]) / 100:
        ellipse = np.sqrt(-2 * np.log1p(-p)) * root.dot(unit) + Mean.numpy().reshape(2, 1)
        ax.plot(*ellipse, "-", label=f"{100 * p:.0f} %")
    ax.legend(loc="upper right")
