# right: ax.fill, the largest first
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 80)
    for r, shade in zip((1.794, 1.354, 1.011, 0.668), ("0.9", "0.8", "0.7", "0.6")):
        x, y = Mean.numpy()[:, None] + r * L @ np.array([np.cos(t), np.sin(t)])
        ax.fill(x, y, facecolor=shade, edgecolor="black")
