# wrong: extra-contours
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 100)
    for p in (0.2, 0.4, 0.6, 0.8, 0.95):
        e = np.sqrt(-2 * np.log(1 - p)) * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        fig.axes[0].plot(e[0], e[1], color="skyblue")
