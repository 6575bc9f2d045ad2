# wrong: too-few-corners
# why: an angle every 0.6, closed by hand: eleven corners
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.append(np.arange(0, 2 * np.pi, 0.6), 0)
    for p in (0.2, 0.4, 0.6, 0.8):
        e = np.sqrt(-2 * np.log(1 - p)) * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        fig.gca().plot(e[0], e[1], "o-")
