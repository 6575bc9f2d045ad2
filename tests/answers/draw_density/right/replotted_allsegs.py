# right: contour for its lines alone, which are taken from allsegs and drawn by plot
def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    S, m = Sigma.numpy(), Mean.numpy()
    w = 2 * np.sqrt(np.diag(S))
    X, Y = np.meshgrid(np.linspace(m[0] - w[0], m[0] + w[0], 160), np.linspace(m[1] - w[1], m[1] + w[1], 160))
    d = np.stack([X - m[0], Y - m[1]], axis=-1)
    q = (d * np.linalg.solve(S, d.reshape(-1, 2).T).T.reshape(d.shape)).sum(-1)
    found = ax.contour(X, Y, q, levels=[-2 * math.log(1 - p) for p in (0.2, 0.4, 0.6, 0.8)])
    segments = found.allsegs
    found.remove()
    for level in segments:
        for segment in level:
            ax.plot(segment[:, 0], segment[:, 1], color="tab:purple")
