# right: the zero line of the conic A(x-h)^2 + 2B(x-h)(y-k) + C(y-k)^2 - r^2, one contour call a mass
def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    a, b, c = float(Sigma[0, 0]), float(Sigma[0, 1]), float(Sigma[1, 1])
    h, k = float(Mean[0]), float(Mean[1])
    det = a * c - b**2
    A, B, C = c / det, -b / det, a / det
    reach = 2.5 * math.sqrt(max(a, c))
    xs = np.linspace(h - reach, h + reach, 600)
    ys = np.linspace(k - reach, k + reach, 600)
    X, Y = np.meshgrid(xs, ys)
    for mass in (0.2, 0.4, 0.6, 0.8):
        F = A * (X - h) ** 2 + 2 * B * (X - h) * (Y - k) + C * (Y - k) ** 2 + 2 * math.log(1 - mass)
        ax.contour(X, Y, F, levels=[0], colors="green")
