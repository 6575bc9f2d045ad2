# wrong: log-base
# why: the whole answer in bits
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    q = (d * torch.linalg.solve(Sigma, d)).sum(0)
    return (0.5 * q + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)) / math.log(2)
