# wrong: mean-ignored
# why: centres the ellipses at the mean of the data
def draw_density(fig, Sigma, Mean):
    centre = data.mean(dim=1)
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = centre[:, None] + r * L @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1], color="skyblue")
