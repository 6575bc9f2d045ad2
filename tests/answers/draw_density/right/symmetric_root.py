# right: scipy's symmetric root, clockwise from the top
from scipy.linalg import sqrtm


def draw_density(fig, Sigma, Mean):
    R = np.real(sqrtm(Sigma.double().numpy()))
    t = np.linspace(np.pi / 2, np.pi / 2 - 2 * np.pi, 121)
    ax = plt.gca()
    for k in range(1, 5):
        r = np.sqrt(-2 * np.log(1 - k / 5))
        z = r * R @ np.vstack([np.cos(t), np.sin(t)]) + Mean.numpy().reshape(2, 1)
        ax.plot(*z, linestyle="--", color="tab:blue", label=f"{20 * k} %")
    ax.legend()
