# wrong: wrong-shape
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    q = (d * torch.linalg.solve(Sigma, d)).sum(0, keepdim=True)
    return 0.5 * q + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
