# wrong: extra-contours
# why: every 10 %
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for p in range(10, 100, 10):
        r = math.sqrt(-2 * math.log(1 - p / 100))
        e = Mean[:, None] + r * L @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1])
