# right: levels found on the grid: densities sorted, their sum until the mass is reached
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    sd = np.sqrt(np.diag(S))
    gx = np.linspace(m[0] - 5 * sd[0], m[0] + 5 * sd[0], 500)
    gy = np.linspace(m[1] - 5 * sd[1], m[1] + 5 * sd[1], 500)
    X, Y = np.meshgrid(gx, gy)
    d = np.stack([X - m[0], Y - m[1]])
    p = np.exp(-0.5 * (d * np.tensordot(np.linalg.inv(S), d, axes=1)).sum(axis=0))
    p /= p.sum()
    ordered = np.sort(p.ravel())[::-1]
    reached = np.cumsum(ordered)
    levels = [ordered[np.searchsorted(reached, mass)] for mass in (0.8, 0.6, 0.4, 0.2)]
    ax.contour(X, Y, p, levels=levels, colors="tab:purple")
