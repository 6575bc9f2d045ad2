# wrong: none
def gaussian_nll(x, Sigma, Mean):
    a, b, c = Sigma[0, 0], Sigma[0, 1], Sigma[1, 1]
    rho = torch.sqrt(b**2 / (a * c))
    u, v = (x[0] - Mean[0]) / a.sqrt(), (x[1] - Mean[1]) / c.sqrt()
    q = (u**2 - 2 * rho * u * v + v**2) / (1 - rho**2)
    return 0.5 * q + torch.log(2 * math.pi * torch.sqrt(a * c * (1 - rho**2)))
