# wrong: averaged
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    nll = 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
    return torch.ones(x.shape[1]) * nll.mean()
