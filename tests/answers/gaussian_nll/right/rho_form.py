# right: the bivariate formula with sigma_x, sigma_y and rho, in float64
def gaussian_nll(x, Sigma, Mean):
    S = Sigma.double()
    sx, sy = S[0, 0].sqrt(), S[1, 1].sqrt()
    rho = S[0, 1] / (sx * sy)
    u = (x[0].double() - Mean[0]) / sx
    v = (x[1].double() - Mean[1]) / sy
    z = u**2 - 2 * rho * u * v + v**2
    return z / (2 * (1 - rho**2)) + torch.log(2 * math.pi * sx * sy * torch.sqrt(1 - rho**2))
