# wrong: det-not-logdet
# why: 1/2 log det(2 pi Sigma) without its logarithm
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.det(2 * math.pi * Sigma)
