# right: halves the points recursively
def gaussian_nll(x, Sigma, Mean):
    n = x.shape[1]
    if n > 1:
        return torch.cat([gaussian_nll(x[:, : n // 2], Sigma, Mean), gaussian_nll(x[:, n // 2 :], Sigma, Mean)])
    z = torch.linalg.solve_triangular(torch.linalg.cholesky(Sigma), x - Mean[:, None], upper=False)
    return z.square().sum(0) / 2 + torch.logdet(Sigma) / 2 + math.log(2 * math.pi)
