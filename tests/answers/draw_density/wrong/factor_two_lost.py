# wrong: wrong-levels
# why: sqrt(-log(1 - p)): the 2 of the exponent is lost
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for p in (0.2, 0.4, 0.6, 0.8):
        e = Mean[:, None] + math.sqrt(-math.log(1 - p)) * L @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1])
