# wrong: angle-slip
# why: atan2(2b, a - c) without the half
def draw_density(fig, Sigma, Mean):
    a, b, c = Sigma[0, 0], Sigma[0, 1], Sigma[1, 1]
    phi = torch.atan2(2 * b, a - c)
    lam = torch.linalg.eigvalsh(Sigma).sqrt()
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in [0.668, 1.011, 1.354, 1.794]:
        u, v = r * lam[1] * t.cos(), r * lam[0] * t.sin()
        fig.axes[0].plot(Mean[0] + u * phi.cos() - v * phi.sin(), Mean[1] + u * phi.sin() + v * phi.cos(), "r")
