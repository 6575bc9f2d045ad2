# wrong: hard-coded
# why: draws the Gaussian fitted to data, not the one passed
def draw_density(fig, Sigma, Mean):
    S = torch.cov(data, correction=0)
    m = data.mean(dim=1)
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = m[:, None] + r * torch.linalg.cholesky(S) @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1], color="skyblue")
