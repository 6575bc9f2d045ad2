# right: calls the student's own gaussian_nll through the global name
def draw_density(fig, Sigma, Mean):
    s = torch.sqrt(torch.diag(Sigma))
    a = torch.linspace(-2.2, 2.2, 301)
    X, Y = torch.meshgrid(Mean[0] + a * s[0], Mean[1] + a * s[1], indexing="ij")
    grid = torch.stack([X.reshape(-1), Y.reshape(-1)])
    nll = torch.as_tensor(gaussian_nll(grid, Sigma, Mean))
    at_mean = torch.as_tensor(gaussian_nll(Mean[:, None], Sigma, Mean))[0]
    drop = [-math.log(1 - p) for p in (0.2, 0.4, 0.6, 0.8)]
    fig.axes[0].contour(X.numpy(), Y.numpy(), (nll - at_mean).reshape(301, 301).numpy(), levels=drop, colors="skyblue")
