# wrong: half-log-2pi
# why: the constant of the one-dimensional Gaussian
def gaussian_nll(x, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    z = torch.linalg.solve_triangular(L, x - Mean[:, None], upper=False)
    return 0.5 * (z**2).sum(0) + L.diagonal().log().sum() + 0.5 * math.log(2 * math.pi)
