# right: polar form r(angle) = R / sqrt(u^T P u)
def draw_density(fig, Sigma, Mean):
    P = np.linalg.inv(Sigma.double().numpy())
    a = np.linspace(0, 2 * np.pi, 720)
    u = np.array([np.cos(a), np.sin(a)])
    length = 1 / np.sqrt(np.einsum("in,ij,jn->n", u, P, u))
    for R in (0.668, 1.011, 1.354, 1.794):
        fig.axes[0].plot(Mean[0].item() + R * length * u[0], Mean[1].item() + R * length * u[1], color="m")
