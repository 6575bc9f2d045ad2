# right: contours over a filled image
R = [0.6680, 1.0108, 1.3537, 1.7941]


def grid(S, m, n=300, k=3):
    x, y = np.meshgrid(*(m[i] + k * np.sqrt(S[i, i]) * np.linspace(-1, 1, n) for i in (0, 1)))
    d = np.stack([x - m[0], y - m[1]], axis=-1)
    return x, y, np.sqrt(np.einsum("...i,ij,...j", d, np.linalg.inv(S), d))


def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    ax = fig.gca()
    X, Y, Z = grid(S, m)
    ax.contourf(X, Y, np.exp(-(Z**2) / 2), levels=50, cmap="Blues")
    ax.contour(X, Y, Z, levels=R, colors="k", linestyles="--")
