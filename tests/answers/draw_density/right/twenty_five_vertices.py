# right: 25 vertices a contour, the fewest that are enough
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * torch.pi, 25)
    for r in [0.668, 1.011, 1.354, 1.794]:
        p = Mean.view(2, 1) + L @ torch.stack([r * t.cos(), r * t.sin()])
        fig.axes[0].plot(p[0].tolist(), p[1].tolist(), color="0.4")
