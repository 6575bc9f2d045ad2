# wrong: extra-contours
# why: the unit circle that everything starts from is drawn too
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    circle = torch.stack([t.cos(), t.sin()])
    ax.plot(circle[0], circle[1], color="lightblue")
    for r in (0.668, 1.011, 1.354, 1.794):
        e = Mean[:, None] + r * L @ circle
        ax.plot(e[0], e[1], color="blue")
