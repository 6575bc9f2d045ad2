# wrong: draws-elsewhere
# why: fig is replaced by a figure of its own
def draw_density(fig, Sigma, Mean):
    fig, ax = plt.subplots()
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = Mean[:, None] + r * L @ torch.stack([t.cos(), t.sin()])
        ax.plot(e[0], e[1])
    return fig
