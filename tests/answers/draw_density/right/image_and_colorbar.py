# right: image of the density with a colour bar under plotted contours, and the mean
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    m = Mean.double()
    S = Sigma.double()
    sd = S.diagonal().sqrt()
    lo, hi = m - 3 * sd, m + 3 * sd
    gx, gy = torch.meshgrid(torch.linspace(lo[0], hi[0], 80), torch.linspace(lo[1], hi[1], 80), indexing="xy")
    rv = torch.distributions.MultivariateNormal(m, S)
    p = rv.log_prob(torch.stack([gx, gy], -1).double()).exp()
    im = ax.imshow(p, extent=(lo[0], hi[0], lo[1], hi[1]), origin="lower", cmap="Greys", aspect="auto")
    fig.colorbar(im)
    t = torch.linspace(0, 2 * math.pi, 181, dtype=torch.float64)
    for r in [0.668, 1.011, 1.354, 1.794]:
        e = torch.linalg.cholesky(S) @ (r * torch.stack([t.cos(), t.sin()]))
        ax.plot(e[0] + m[0], e[1] + m[1], color="skyblue")
    ax.plot(m[0], m[1], "k+", markersize=12)
    ax.set_title("density")
