# right: pcolormesh under the contours, which have markers on them
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    s = Sigma.diagonal().sqrt().numpy()
    m = Mean.numpy()
    X, Y = np.meshgrid(np.linspace(m[0] - 3 * s[0], m[0] + 3 * s[0], 50), np.linspace(m[1] - 3 * s[1], m[1] + 3 * s[1], 50))
    D = np.stack([X - m[0], Y - m[1]])
    Z = np.exp(-0.5 * np.einsum("iab,ij,jab->ab", D, np.linalg.inv(Sigma.numpy()), D))
    ax.pcolormesh(X, Y, Z, shading="auto", cmap="Reds")
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 49)
    for r in (0.668, 1.011, 1.354, 1.794):
        ax.plot(*(m[:, None] + r * L @ [np.cos(t), np.sin(t)]), "-o", ms=2, color="black")
