# right: one quadratic form in homogeneous coordinates
def gaussian_nll(x, Sigma, Mean):
    P, m = torch.linalg.inv(Sigma.double()), Mean.double()
    top = torch.cat([P, -(P @ m)[:, None]], dim=1)
    bottom = torch.cat([-(P @ m), (m @ P @ m)[None]])[None]
    M = torch.cat([top, bottom])
    h = torch.cat([x.double(), torch.ones(1, x.shape[1])])
    return 0.5 * (h * (M @ h)).sum(0) + 0.5 * torch.logdet(2 * math.pi * Sigma.double())
