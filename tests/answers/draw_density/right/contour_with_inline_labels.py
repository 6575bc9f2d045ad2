# right: contour lines that are interrupted by their labels, as clabel does by default
def draw_density(fig, Sigma, Mean):
    sd = Sigma.diagonal().sqrt()
    xs = Mean[0] + 3 * sd[0] * torch.linspace(-1, 1, 300)
    ys = Mean[1] + 3 * sd[1] * torch.linspace(-1, 1, 300)
    gx, gy = torch.meshgrid(xs, ys, indexing="xy")
    pts = torch.stack([gx.flatten(), gy.flatten()]) - Mean[:, None]
    r = (pts * torch.linalg.solve(Sigma, pts)).sum(0).clamp(min=0).sqrt().reshape(300, 300)
    cs = fig.axes[0].contour(gx.numpy(), gy.numpy(), r.numpy(), levels=[0.668, 1.011, 1.354, 1.794], colors="k")
    fig.axes[0].clabel(cs, fmt={0.668: "20%", 1.011: "40%", 1.354: "60%", 1.794: "80%"})
