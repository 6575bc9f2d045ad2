# wrong: sign-flipped, missing-half
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return -(d * torch.linalg.solve(Sigma, d)).sum(0) - 0.5 * torch.logdet(Sigma) - math.log(2 * math.pi)
