# right: contourf between the levels
def draw_density(fig, Sigma, Mean):
    sd = Sigma.diagonal().sqrt().numpy()
    m = Mean.numpy()
    X, Y = np.meshgrid(np.linspace(m[0] - 2 * sd[0], m[0] + 2 * sd[0], 401), np.linspace(m[1] - 2 * sd[1], m[1] + 2 * sd[1], 401))
    d = np.stack([X.ravel() - m[0], Y.ravel() - m[1]])
    F = 1 - np.exp(-0.5 * np.sum(d * np.linalg.solve(Sigma.numpy(), d), axis=0)).reshape(X.shape)
    fig.axes[0].contourf(X, Y, F, levels=[0, 0.2, 0.4, 0.6, 0.8], cmap="Blues_r")
