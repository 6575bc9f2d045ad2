# right: the schoolbook: trace and determinant give the axes, theta = 1/2 atan2(2b, a - c), x = a cos t cos theta - ...
def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    a, b, c = Sigma[0, 0].item(), Sigma[0, 1].item(), Sigma[1, 1].item()
    middle = (a + c) / 2
    root = math.sqrt(((a - c) / 2) ** 2 + b**2)
    l1, l2 = middle + root, middle - root
    theta = 0.5 * math.atan2(2 * b, a - c)
    t = np.linspace(0, 2 * np.pi, 150)
    for p in (0.2, 0.4, 0.6, 0.8):
        s = math.sqrt(-2 * math.log(1 - p))
        u, v = s * math.sqrt(l1), s * math.sqrt(l2)
        x = u * math.cos(theta) * np.cos(t) - v * math.sin(theta) * np.sin(t) + Mean[0].item()
        y = u * math.sin(theta) * np.cos(t) + v * math.cos(theta) * np.sin(t) + Mean[1].item()
        ax.plot(x, y, c="k", lw=0.8)
