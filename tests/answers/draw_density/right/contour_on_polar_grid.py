# right: contour on a curvilinear grid: polar coordinates mapped by the root of Sigma
def draw_density(fig, Sigma, Mean):
    r, t = np.meshgrid(np.linspace(0, 2.5, 60), np.linspace(0, 2 * np.pi, 145))
    X, Y = np.einsum("ij,jtr->itr", np.linalg.cholesky(Sigma.numpy()), np.stack([r * np.cos(t), r * np.sin(t)]))
    mass = 1 - np.exp(-(r**2) / 2)
    fig.gca().contour(X + Mean[0].item(), Y + Mean[1].item(), mass, levels=[0.2, 0.4, 0.6, 0.8], linewidths=1)
