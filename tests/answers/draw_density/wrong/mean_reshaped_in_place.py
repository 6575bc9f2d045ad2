# wrong: modifies-input
# why: the picture is right, but the caller's Mean has another shape afterwards, (2, 1)
def draw_density(fig, Sigma, Mean):
    Mean.unsqueeze_(1)
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = Mean + r * L @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1])
