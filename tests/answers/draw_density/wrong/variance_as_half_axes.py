# wrong: eigenvalues-not-rooted/sigma-not-root
# why: U diag(lambda) in place of U diag(sqrt(lambda))
def draw_density(fig, Sigma, Mean):
    lam, U = torch.linalg.eigh(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = Mean[:, None] + r * U @ torch.diag(lam) @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1])
