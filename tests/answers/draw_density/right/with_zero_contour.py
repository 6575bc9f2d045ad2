# right: also the degenerate contour of 0 %, a point at the mean
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 100)
    for mass in torch.arange(0, 5) / 5:
        r = torch.sqrt(-2 * torch.log(1 - mass))
        p = Mean[:, None] + r * (L @ torch.stack([t.cos(), t.sin()]))
        fig.axes[0].plot(p[0], p[1], color="skyblue")
