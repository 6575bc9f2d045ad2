# wrong: modifies-input
# why: the picture is right, but the factor is written over the caller's Sigma
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma, out=Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for p in (0.2, 0.4, 0.6, 0.8):
        e = math.sqrt(-2 * math.log(1 - p)) * L @ torch.stack([t.cos(), t.sin()]) + Mean[:, None]
        fig.gca().plot(e[0], e[1])
