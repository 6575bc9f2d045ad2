# wrong: wrong-levels
# why: r^2 where r belongs
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for p in (0.2, 0.4, 0.6, 0.8):
        r = -2 * math.log(1 - p)
        e = Mean[:, None] + r * L @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1])
