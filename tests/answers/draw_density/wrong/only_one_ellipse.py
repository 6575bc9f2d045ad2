# wrong: missing-contours
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    e = Mean[:, None] + 1.794 * L @ torch.stack([t.cos(), t.sin()])
    fig.axes[0].plot(e[0], e[1])
