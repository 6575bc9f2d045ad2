# wrong: draws-elsewhere/nothing-drawn
# why: a Figure of its own, made without pyplot, takes the place of the one that is given
from matplotlib.figure import Figure


def draw_density(fig, Sigma, Mean):
    fig = Figure(figsize=(6, 6))
    ax = fig.subplots()
    t = np.linspace(0, 2 * np.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        x, y = Mean.numpy()[:, None] + r * np.linalg.cholesky(Sigma.numpy()) @ np.array([np.cos(t), np.sin(t)])
        ax.plot(x, y)
    return fig
