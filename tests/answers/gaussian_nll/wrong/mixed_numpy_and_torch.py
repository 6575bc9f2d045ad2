# wrong: runtime-error
# why: math.log of a whole tensor; it even works for N = 1
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    p = torch.exp(-0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0)) / (2 * math.pi * torch.det(Sigma).sqrt())
    return -math.log(p)
