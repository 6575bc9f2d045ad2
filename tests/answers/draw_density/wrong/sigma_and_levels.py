# wrong: sigma-not-root/eigenvalues-not-rooted, wrong-levels
# why: two slips
def draw_density(fig, Sigma, Mean):
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.2, 0.4, 0.6, 0.8):
        e = Mean[:, None] + r * Sigma @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1])
