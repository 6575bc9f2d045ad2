# wrong: wrong-levels
# why: the classic 1, 2 and 3 sigma ellipses; one is missing as well, but the levels are what is wrong
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 100)
    for n in (1, 2, 3):
        e = n * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        fig.axes[0].plot(e[0], e[1])
