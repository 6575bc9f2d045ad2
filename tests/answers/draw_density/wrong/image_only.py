# wrong: none
# why: a heat map of the right density, no contours
def draw_density(fig, Sigma, Mean):
    m, sd = Mean.numpy(), Sigma.diagonal().sqrt().numpy()
    X, Y = np.meshgrid(m[0] + np.linspace(-3, 3, 200) * sd[0], m[1] + np.linspace(-3, 3, 200) * sd[1])
    D = np.stack([X - m[0], Y - m[1]], -1)
    p = np.exp(-0.5 * np.einsum("...i,ij,...j", D, np.linalg.inv(Sigma.numpy()), D))
    fig.axes[0].pcolormesh(X, Y, p)
