# wrong: axis-aligned, wrong-levels
# why: two slips
def draw_density(fig, Sigma, Mean):
    sd = Sigma.diagonal().sqrt()
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (1, 2, 3, 4):
        fig.axes[0].plot(Mean[0] + r * sd[0] * t.cos(), Mean[1] + r * sd[1] * t.sin())
