# right: each contour drawn as 60 separate short segments
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    n = 60
    for r in (0.668, 1.011, 1.354, 1.794):
        for k in range(n):
            t = torch.tensor([k, k + 1]) * 2 * math.pi / n
            p = Mean[:, None] + r * L @ torch.stack([t.cos(), t.sin()])
            plt.plot(p[0], p[1], color="teal", linewidth=1)
