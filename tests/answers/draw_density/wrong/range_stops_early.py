# wrong: missing-contours
# why: arange ends before 0.8
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 100)
    for p in np.arange(2, 8, 2) / 10:
        e = np.sqrt(-2 * np.log(1 - p)) * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        fig.axes[0].plot(e[0], e[1])
