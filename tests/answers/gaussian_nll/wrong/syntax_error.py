# wrong: runtime-error
def gaussian_nll(x, Sigma, Mean)
    d = x - Mean[:, None]
    return 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0)
