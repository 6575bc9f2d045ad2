# right: lines over a mesh
R = [0.6680, 1.0108, 1.3537, 1.7941]


def ellipse(S, m, r):
    t = np.linspace(0, 2 * np.pi, 200)
    return m[:, None] + r * np.linalg.cholesky(S) @ np.stack([np.cos(t), np.sin(t)])


def rings(ax, S, m, **look):
    return [line for r in R for line in ax.plot(*ellipse(S, m, r), **look)]


def grid(S, m, n=300, k=3):
    x, y = np.meshgrid(*(m[i] + k * np.sqrt(S[i, i]) * np.linspace(-1, 1, n) for i in (0, 1)))
    d = np.stack([x - m[0], y - m[1]], axis=-1)
    return x, y, np.sqrt(np.einsum("...i,ij,...j", d, np.linalg.inv(S), d))


def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    ax = fig.gca()
    rings(ax, S, m, zorder=5)
    X, Y, Z = grid(S, m, 60)
    ax.pcolormesh(X, Y, Z, shading="auto")
