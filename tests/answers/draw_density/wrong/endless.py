# wrong: none
# why: t never reaches 2 pi exactly
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t, points = 0.0, 0
    while t != 2 * np.pi:
        points += 1
        t += 0.1
    fig.axes[0].plot(*(Mean.numpy()[:, None] + L @ np.zeros((2, points))))
