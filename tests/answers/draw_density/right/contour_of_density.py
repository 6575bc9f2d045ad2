# right: plt.contour of the density on a fine grid around the mean, its levels from the masses
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    sd = np.sqrt(np.diag(S))
    X, Y = np.meshgrid(m[0] + np.linspace(-2.5, 2.5, 400) * sd[0], m[1] + np.linspace(-2.5, 2.5, 400) * sd[1])
    D = np.stack([X - m[0], Y - m[1]], axis=-1)
    p = np.exp(-0.5 * np.einsum("...i,ij,...j", D, np.linalg.inv(S), D)) / (2 * np.pi * np.sqrt(np.linalg.det(S)))
    p_max = 1 / (2 * np.pi * np.sqrt(np.linalg.det(S)))
    levels = [(1 - mass) * p_max for mass in (0.8, 0.6, 0.4, 0.2)]
    ax.contour(X, Y, p, levels=levels)
