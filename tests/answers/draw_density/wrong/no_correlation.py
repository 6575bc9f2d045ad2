# wrong: axis-aligned
# why: only the standard deviations, B is ignored
def draw_density(fig, Sigma, Mean):
    sx, sy = Sigma[0, 0].sqrt(), Sigma[1, 1].sqrt()
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        fig.axes[0].plot(Mean[0] + r * sx * t.cos(), Mean[1] + r * sy * t.sin(), "b")
