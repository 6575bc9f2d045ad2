# wrong: modifies-input
def gaussian_nll(x, Sigma, Mean):
    x -= Mean[:, None]
    return 0.5 * (x * torch.linalg.solve(Sigma, x)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
