# wrong: missing-log-normalizer
# why: neither log det nor log 2 pi
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return 0.5 * (d * (torch.inverse(Sigma) @ d)).sum(0)
