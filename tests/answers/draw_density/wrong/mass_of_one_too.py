# wrong: runtime-error
# why: linspace up to 1: the logarithm of 0 is a domain error
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 120)
    for p in torch.linspace(0.2, 1.0, 5):
        r = math.sqrt(-2 * math.log(1 - p.item()))
        e = r * L @ torch.stack([t.cos(), t.sin()]) + Mean.unsqueeze(1)
        fig.gca().plot(e[0], e[1])
