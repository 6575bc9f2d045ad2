# wrong: density-underflow
# why: the epsilon hides the underflow and caps the answer at about 18
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    p = torch.exp(-0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0)) / (2 * math.pi * torch.det(Sigma).sqrt())
    return -torch.log(p + 1e-8)
