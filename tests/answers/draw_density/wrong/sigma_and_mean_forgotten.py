# wrong: sigma-not-root/eigenvalues-not-rooted, mean-ignored
# why: two slips
def draw_density(fig, Sigma, Mean):
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = r * Sigma @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1])
