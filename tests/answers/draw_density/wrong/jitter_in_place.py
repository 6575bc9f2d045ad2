# wrong: modifies-input
# why: the picture is right, but numpy shares the tensor's memory and the caller's Sigma grows with each call
def draw_density(fig, Sigma, Mean):
    S = Sigma.numpy()
    S += 1e-6 * np.eye(2)
    L = np.linalg.cholesky(S)
    t = np.linspace(0, 2 * np.pi, 100)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = r * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        fig.axes[0].plot(e[0], e[1])
