# wrong: density-underflow
# why: -log(exp(...)) in float32: infinite for points far out, right near the mean
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    p = torch.exp(-0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0)) / (2 * math.pi * torch.det(Sigma).sqrt())
    return -torch.log(p)
