# right: Cholesky factor and a triangular solve
def gaussian_nll(x, Sigma, Mean):
    d = x.shape[0]
    L = torch.linalg.cholesky(Sigma)
    z = torch.linalg.solve_triangular(L, x - Mean[:, None], upper=False)
    return 0.5 * (z**2).sum(0) + torch.log(torch.diagonal(L)).sum() + 0.5 * d * math.log(2 * math.pi)
