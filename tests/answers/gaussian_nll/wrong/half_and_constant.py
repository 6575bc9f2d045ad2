# wrong: missing-half, missing-log-normalizer
# why: two slips: no 1/2 on the quadratic form, no log 2 pi
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma)
