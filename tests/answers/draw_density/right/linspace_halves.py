# right: upper and lower half, solved for y
R = [0.6680, 1.0108, 1.3537, 1.7941]


def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    # naive: x by linspace, upper & lower, steep at the ends
    ax = fig.gca()
    P = np.linalg.inv(S)
    for r in R:
        c = math.sqrt(S[0, 0]) * r
        x = np.linspace(m[0] - c, m[0] + c, 2000)
        d = x - m[0]
        disc = np.sqrt(np.clip((P[0, 1] * d) ** 2 - P[1, 1] * (P[0, 0] * d**2 - r * r), 0, None))
        ax.plot(x, m[1] + (-P[0, 1] * d - disc) / P[1, 1])
        ax.plot(x, m[1] + (-P[0, 1] * d + disc) / P[1, 1])
