# wrong: half-ellipse
# why: solves the quadratic for y and keeps the upper branch
def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    slope = S[0, 1] / S[0, 0]
    rest = S[1, 1] - slope * S[0, 1]
    for r in (0.668, 1.011, 1.354, 1.794):
        dx = np.linspace(-r, r, 300) * np.sqrt(S[0, 0])
        dy = slope * dx + np.sqrt(np.maximum(rest * (r**2 - dx**2 / S[0, 0]), 0))
        fig.axes[0].plot(m[0] + dx, m[1] + dy)
