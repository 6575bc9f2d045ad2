# wrong: det-not-logdet
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    norm = torch.sqrt((2 * math.pi) ** 2 * torch.det(Sigma))
    return norm + 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0)
