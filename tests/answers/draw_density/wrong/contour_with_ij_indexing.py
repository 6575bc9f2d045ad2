# wrong: swapped-axes
# why: meshgrid with matrix indexing, handed to contour as if it were Cartesian
def draw_density(fig, Sigma, Mean):
    xs = Mean[0] + Sigma[0, 0].sqrt() * torch.linspace(-3, 3, 300)
    ys = Mean[1] + Sigma[1, 1].sqrt() * torch.linspace(-3, 3, 300)
    gx, gy = torch.meshgrid(xs, ys, indexing="ij")
    p = torch.stack([gx.flatten(), gy.flatten()]) - Mean[:, None]
    r = (p * torch.linalg.solve(Sigma, p)).sum(0).sqrt().reshape(300, 300)
    fig.axes[0].contour(ys.numpy(), xs.numpy(), r.numpy(), levels=[0.668, 1.011, 1.354, 1.794])
