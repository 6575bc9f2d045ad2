# right: the levels of a corner plot: cells sorted by height, the cumulative sum cut at each mass
def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    x, y = (m[i] + np.linspace(-5, 5, 501) * np.sqrt(S[i, i]) for i in range(2))
    X, Y = np.meshgrid(x, y)
    P = np.linalg.inv(S)
    H = np.exp(-(P[0, 0] * (X - m[0]) ** 2 + 2 * P[0, 1] * (X - m[0]) * (Y - m[1]) + P[1, 1] * (Y - m[1]) ** 2) / 2)
    Hflat = H.flatten()
    Hflat = Hflat[np.argsort(Hflat)[::-1]]
    sm = np.cumsum(Hflat)
    sm /= sm[-1]
    V = np.empty(4)
    for i, v0 in enumerate([0.2, 0.4, 0.6, 0.8]):
        V[i] = Hflat[sm <= v0][-1]
    V.sort()
    fig.axes[0].contour(X, Y, H, V, colors="k")
