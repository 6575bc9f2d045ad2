# wrong: window-too-small
# why: the grid reaches one and a half standard deviations; written with the slug
def draw_density(fig, Sigma, Mean):
    m, s = Mean.numpy(), np.sqrt(np.diag(Sigma.numpy()))
    X, Y = np.meshgrid(*(m[i] + 1.5 * s[i] * np.linspace(-1, 1, 200) for i in (0, 1)))
    D = np.stack([X - m[0], Y - m[1]], -1)
    q = np.einsum("...i,ij,...j", D, np.linalg.inv(Sigma.numpy()), D)
    fig.gca().contour(X, Y, 1 - np.exp(-q / 2), levels=[0.2, 0.4, 0.6, 0.8])
