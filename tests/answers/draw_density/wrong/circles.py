# wrong: none
# why: circles of the mean variance around the right place
def draw_density(fig, Sigma, Mean):
    s = (Sigma.trace() / 2).sqrt()
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        fig.axes[0].plot(Mean[0] + r * s * t.cos(), Mean[1] + r * s * t.sin())
