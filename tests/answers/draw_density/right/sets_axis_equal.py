# right: plt.axis("equal"), and a second axes for a profile
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    lam, U = torch.linalg.eigh(Sigma)
    A = U @ torch.diag(lam.sqrt()) @ U.T
    t = torch.linspace(0, 2 * math.pi, 100)
    for r in (0.668, 1.011, 1.354, 1.794):
        p = Mean[:, None] + r * (A @ torch.stack([t.cos(), t.sin()]))
        ax.plot(p[0], p[1], "skyblue")
    ax.axis("equal")
    inset = fig.add_axes([0.75, 0.75, 0.2, 0.2])
    inset.plot(np.exp(-np.linspace(-3, 3, 50) ** 2 / 2))
