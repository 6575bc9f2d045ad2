# wrong: missing-contours
# why: the axes are cleared before each contour, so that the last one alone is left
def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    t = torch.linspace(0, 2 * torch.pi, 200)
    for p in (0.2, 0.4, 0.6, 0.8):
        ax.clear()
        r = math.sqrt(-2 * math.log(1 - p))
        x, y = Mean[:, None] + r * torch.linalg.cholesky(Sigma) @ torch.stack([torch.cos(t), torch.sin(t)])
        ax.plot(x.numpy(), y.numpy(), label=f"{p}")
        ax.legend()
