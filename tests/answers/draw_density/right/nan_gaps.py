# right: one line with NaN gaps between the four loops
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 100)
    xs, ys = [], []
    for r in (0.668, 1.011, 1.354, 1.794):
        e = r * L @ np.array([np.cos(t), np.sin(t)])
        xs += list(e[0] + float(Mean[0])) + [np.nan]
        ys += list(e[1] + float(Mean[1])) + [np.nan]
    fig.gca().plot(xs, ys, "b-")
