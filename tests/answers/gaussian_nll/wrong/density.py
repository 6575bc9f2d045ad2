# wrong: density-not-log
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    q = (d * torch.linalg.solve(Sigma, d)).sum(0)
    return torch.exp(-0.5 * q) / (2 * math.pi * torch.sqrt(torch.det(Sigma)))
