# wrong: precision-for-covariance
# why: the root of the inverse: long where the density is narrow
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(torch.linalg.inv(Sigma))
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = Mean[:, None] + r * L @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1])
