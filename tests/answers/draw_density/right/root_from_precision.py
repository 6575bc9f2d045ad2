# right: a root of Sigma by way of the Cholesky factor of its inverse
def draw_density(fig, Sigma, Mean):
    P = torch.linalg.inv(Sigma.double())
    K = torch.linalg.cholesky(P)  # P = K K^T, so K^-T is a root of Sigma
    A = torch.linalg.inv(K).T
    t = torch.linspace(0, 2 * math.pi, 150, dtype=torch.float64)
    for r in [0.668, 1.011, 1.354, 1.794]:
        e = A @ torch.stack([t.cos(), t.sin()]) * r
        fig.axes[0].plot(e[0] + Mean[0], e[1] + Mean[1])
