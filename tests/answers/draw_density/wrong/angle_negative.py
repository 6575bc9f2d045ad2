# wrong: angle-slip
# why: rotated the wrong way round, so the ellipse leans to the other side
def draw_density(fig, Sigma, Mean):
    lam, U = torch.linalg.eigh(Sigma)
    phi = torch.atan2(U[1, 1], U[0, 1])
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in [0.668, 1.011, 1.354, 1.794]:
        a, b = r * lam[1].sqrt() * t.cos(), r * lam[0].sqrt() * t.sin()
        fig.axes[0].plot(Mean[0] + a * phi.cos() + b * phi.sin(), Mean[1] - a * phi.sin() + b * phi.cos())
