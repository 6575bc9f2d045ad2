# right: upper and lower half as two plot lines each
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    S = Sigma.double().numpy()
    m = Mean.double().numpy()
    sx, slope = np.sqrt(S[0, 0]), S[0, 1] / S[0, 0]
    rest = np.sqrt(S[1, 1] - slope * S[0, 1])
    for r in (0.668, 1.011, 1.354, 1.794):
        u = r * np.cos(np.linspace(np.pi, 0, 200))
        height = rest * np.sqrt(np.clip(r**2 - u**2, 0, None))
        ax.plot(m[0] + sx * u, m[1] + slope * sx * u + height, "b")
        ax.plot(m[0] + sx * u, m[1] + slope * sx * u - height, "b")
