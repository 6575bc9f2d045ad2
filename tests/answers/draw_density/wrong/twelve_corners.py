# wrong: too-few-corners
# why: twelve points for a full turn; written with the slug
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 13)
    for p in (0.2, 0.4, 0.6, 0.8):
        r = math.sqrt(-2 * math.log(1 - p))
        x, y = Mean[:, None] + r * L @ torch.stack([t.cos(), t.sin()])
        fig.gca().plot(x, y)
