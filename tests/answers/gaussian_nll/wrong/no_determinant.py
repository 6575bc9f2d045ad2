# wrong: missing-log-normalizer
# why: the constant of the standard normal, whatever Sigma is
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return 0.5 * (d * (torch.inverse(Sigma) @ d)).sum(0) + math.log(2 * math.pi)
