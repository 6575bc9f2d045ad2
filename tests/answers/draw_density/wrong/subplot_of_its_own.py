# wrong: draws-elsewhere
# why: a second axes in half of the figure, over a part of the given one
def draw_density(fig, Sigma, Mean):
    ax = fig.add_subplot(1, 2, 2)
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 200)
    for p in (0.2, 0.4, 0.6, 0.8):
        e = np.sqrt(-2 * np.log(1 - p)) * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        ax.plot(*e)
