# wrong: draws-elsewhere
# why: 3-D axes in place of the flat ones; added after a look at the grader
R = [0.6680, 1.0108, 1.3537, 1.7941]


def ellipse(S, m, r):
    t = np.linspace(0, 2 * np.pi, 200)
    return m[:, None] + r * np.linalg.cholesky(S) @ np.stack([np.cos(t), np.sin(t)])


t = np.linspace(0, 2 * np.pi, 200)


def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    fig.clf()
    ax = fig.add_subplot(projection="3d")
    [ax.plot(*ellipse(S, m, r), 0 * t) for r in R]
