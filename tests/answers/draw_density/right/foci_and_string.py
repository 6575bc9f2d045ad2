# right: the gardener's ellipse: the sum of the distances to both foci, contoured at the long axis
def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    (small, large), axes = np.linalg.eigh(S)
    sd = np.sqrt(np.diag(S))
    X, Y = np.meshgrid(m[0] + np.linspace(-2, 2, 300) * sd[0], m[1] + np.linspace(-2, 2, 300) * sd[1])
    for mass in (0.2, 0.4, 0.6, 0.8):
        r = math.sqrt(-2 * math.log(1 - mass))
        focus = r * math.sqrt(large - small) * axes[:, 1]
        string = np.hypot(X - m[0] - focus[0], Y - m[1] - focus[1]) + np.hypot(X - m[0] + focus[0], Y - m[1] + focus[1])
        fig.gca().contour(X, Y, string, levels=[2 * r * math.sqrt(large)], colors="seagreen")
