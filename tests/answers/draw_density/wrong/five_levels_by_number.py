# wrong: wrong-levels
# why: contour is asked for about five levels and chooses round ones
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    L = torch.linalg.cholesky(Sigma.double())
    u = torch.linspace(-4, 4, 241, dtype=torch.float64)
    U, V = torch.meshgrid(u, u, indexing="xy")
    X, Y = Mean.double()[:, None, None] + torch.einsum("ij,jkl->ikl", L, torch.stack([U, V]))
    Z = torch.exp(-(U**2 + V**2) / 2) / (2 * math.pi * L.diagonal().prod())
    ax.contour(X.numpy(), Y.numpy(), Z.numpy(), 5, colors="k")
