# wrong: wrong-levels
# why: as many levels as one asks contour for, about
def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    sd = np.sqrt(np.diag(S))
    X, Y = np.meshgrid(*(np.linspace(c - 4 * s, c + 4 * s, 300) for c, s in zip(m, sd)))
    d = np.stack([X - m[0], Y - m[1]], axis=-1)
    q = np.einsum("...i,ij,...j", d, np.linalg.inv(S), d)
    fig.axes[0].contour(X, Y, np.exp(-q / 2) / (2 * np.pi * np.sqrt(np.linalg.det(S))), 12)
