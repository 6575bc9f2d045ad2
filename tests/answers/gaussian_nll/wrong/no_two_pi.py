# wrong: missing-log-normalizer
# why: keeps log det, drops the constant because it does not move the optimum
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma)
