# right: eigen root, one plot call with a column per contour
def draw_density(fig, Sigma, Mean):
    lam, U = torch.linalg.eigh(Sigma)
    root = U * lam.sqrt()
    t = torch.arange(0, 361) * math.pi / 180
    circle = torch.stack((t.cos(), t.sin()))
    e = root @ circle
    r = torch.tensor([0.668, 1.011, 1.354, 1.794])
    X = Mean[0] + e[0][:, None] * r
    Y = Mean[1] + e[1][:, None] * r
    fig.axes[0].plot(X.numpy(), Y.numpy(), "k", lw=0.8)
