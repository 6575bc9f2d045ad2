# right: singular vectors, plt.plot on the current figure
def draw_density(fig, Sigma, Mean):
    U, s, _ = np.linalg.svd(Sigma.numpy())
    A = U @ np.diag(np.sqrt(s))
    for p in np.arange(0.2, 0.9, 0.2):
        r = np.sqrt(2 * np.log(1 / (1 - p)))
        pts = np.array([Mean.numpy() + r * A @ [np.cos(a), np.sin(a)] for a in np.linspace(-np.pi, np.pi, 90)])
        plt.plot(pts[:, 0], pts[:, 1], c="C1", alpha=0.7)
