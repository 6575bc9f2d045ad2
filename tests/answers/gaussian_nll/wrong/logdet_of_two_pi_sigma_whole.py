# wrong: logdet-not-halved
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + torch.logdet(2 * math.pi * Sigma)
