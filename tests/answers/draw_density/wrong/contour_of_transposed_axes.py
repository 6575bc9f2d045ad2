# wrong: swapped-axes
# why: X and Y are handed to contour in the wrong order
def draw_density(fig, Sigma, Mean):
    m, s = Mean.numpy(), np.sqrt(np.diag(Sigma.numpy()))
    X, Y = np.meshgrid(m[0] + s[0] * np.linspace(-3, 3, 200), m[1] + s[1] * np.linspace(-3, 3, 200))
    d = np.stack([X - m[0], Y - m[1]], axis=-1)
    q = (d @ np.linalg.inv(Sigma.numpy()) * d).sum(-1)
    fig.gca().contour(Y, X, 1 - np.exp(-q / 2), levels=[0.2, 0.4, 0.6, 0.8])
