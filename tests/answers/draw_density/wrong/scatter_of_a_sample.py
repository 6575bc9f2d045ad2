# wrong: none
# why: 500 points from the model, no contour
def draw_density(fig, Sigma, Mean):
    g = torch.Generator().manual_seed(0)
    L = torch.linalg.cholesky(Sigma)
    z = Mean[:, None] + L @ torch.randn(2, 500, generator=g)
    fig.axes[0].scatter(z[0], z[1], s=4)
