# wrong: wrong-levels
# why: draws at radius 0.2, 0.4, 0.6, 0.8
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 100)
    for p in (0.2, 0.4, 0.6, 0.8):
        e = p * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        fig.axes[0].plot(e[0], e[1])
