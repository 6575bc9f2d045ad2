# wrong: sigma-not-root/eigenvalues-not-rooted
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    t = torch.linspace(0, 2 * math.pi, 200)
    circle = torch.stack([torch.cos(t), torch.sin(t)])
    for mass in [0.2, 0.4, 0.6, 0.8]:
        r = math.sqrt(-2 * math.log(1 - mass))
        pts = r * (Sigma @ circle) + Mean[:, None]
        ax.plot(pts[0], pts[1], color="skyblue")
