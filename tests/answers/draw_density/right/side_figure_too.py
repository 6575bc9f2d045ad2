# right: draws on the given figure, shows it, and opens another figure for a histogram
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 100)
    for r in (0.668, 1.011, 1.354, 1.794):
        p = Mean[:, None] + r * (L @ torch.stack([t.cos(), t.sin()]))
        ax.plot(p[0], p[1])
    other = plt.figure()
    plt.hist(torch.randn(100).numpy())
    plt.close(other)
    print("drawn")
    plt.show()
