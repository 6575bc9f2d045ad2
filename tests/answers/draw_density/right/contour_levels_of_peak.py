# right: contour at 20, 40, 60 and 80 % of the peak, which hold 80, 60, 40 and 20 % of the mass
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    m, sd = Mean.numpy(), Sigma.diagonal().sqrt().numpy()
    X, Y = np.meshgrid(m[0] + np.linspace(-3, 3, 300) * sd[0], m[1] + np.linspace(-3, 3, 300) * sd[1])
    D = np.stack([X - m[0], Y - m[1]], -1)
    p = np.exp(-0.5 * np.einsum("...i,ij,...j", D, np.linalg.inv(Sigma.numpy()), D))
    ax.contour(X, Y, p, levels=[0.2, 0.4, 0.6, 0.8])
