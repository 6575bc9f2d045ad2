# wrong: nothing-drawn
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    ellipses = []
    for r in (0.668, 1.011, 1.354, 1.794):
        ellipses.append(Mean[:, None] + r * L @ torch.stack([t.cos(), t.sin()]))
    return ellipses
