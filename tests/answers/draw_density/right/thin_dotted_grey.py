# right: drawn below everything, thin, dotted, light grey on white
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.radians(np.arange(0, 365, 5))
    for r in (1.794, 1.354, 1.011, 0.668):
        x, y = r * L @ np.array([np.sin(t), np.cos(t)]) + Mean.numpy()[:, None]
        fig.axes[0].plot(x, y, ":", color="lightgrey", linewidth=0.7, zorder=-3)
