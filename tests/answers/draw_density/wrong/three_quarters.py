# wrong: half-ellipse
# why: the angle stops at 3/2 pi; not half, but not all the way round
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.arange(0, 1.5 * np.pi, 0.01)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = r * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        fig.axes[0].plot(e[0], e[1])
