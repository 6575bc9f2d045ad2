# wrong: none
# why: the square root of each number of Sigma; nan where B < 0
def draw_density(fig, Sigma, Mean):
    A = torch.sqrt(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = Mean[:, None] + r * A @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1])
