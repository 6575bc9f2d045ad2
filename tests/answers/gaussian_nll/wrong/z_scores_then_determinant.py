# wrong: correlation-ignored
def gaussian_nll(x, Sigma, Mean):
    z = (x - Mean[:, None]) / Sigma.diagonal().sqrt()[:, None]
    return 0.5 * (z**2).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
