# right: cos(t) and cos(t - acos rho), the oblique parametrisation
def draw_density(figure, covariance, mean):
    sx, sy = covariance[0, 0].sqrt(), covariance[1, 1].sqrt()
    d = torch.acos(covariance[0, 1] / (sx * sy))
    t = torch.linspace(0, 2 * math.pi, 240)
    for r in [0.668, 1.011, 1.354, 1.794]:
        figure.axes[0].plot(mean[0] + r * sx * torch.cos(t), mean[1] + r * sy * torch.cos(t - d), ".-", ms=1)
