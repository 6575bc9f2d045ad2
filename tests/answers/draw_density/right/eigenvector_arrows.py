# right: principal axes as a quiver, the mean annotated, contours with a legend
def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    vals, vecs = torch.linalg.eigh(Sigma)
    root = vecs @ torch.diag(vals.sqrt()) @ vecs.T
    t = torch.linspace(0, 2 * torch.pi, 200)
    circle = torch.stack((torch.cos(t), torch.sin(t)), dim=0)
    for mass in torch.arange(1, 5) / 5:
        r = torch.sqrt(-2 * torch.log(1 - mass))
        pts = Mean.view(2, 1) + r * root @ circle
        ax.plot(pts[0].numpy(), pts[1].numpy(), label=f"{mass.item():.0%}")
    tips = (vecs * vals.sqrt()).numpy()
    ax.quiver([Mean[0]] * 2, [Mean[1]] * 2, tips[0], tips[1], angles="xy", scale_units="xy", scale=1, width=0.005)
    ax.annotate("mean", xy=(Mean[0].item(), Mean[1].item()), xytext=(10, 10), textcoords="offset points", arrowprops=dict(arrowstyle="->"))
    ax.legend()
