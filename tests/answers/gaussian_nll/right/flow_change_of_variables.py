# right: a standard normal behind an affine flow
def gaussian_nll(x, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    z = torch.linalg.solve_triangular(L, x - Mean.view(2, 1), upper=False)
    log_base = torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(dim=0)
    log_abs_det = torch.log(torch.abs(torch.diagonal(L))).sum()
    return -(log_base - log_abs_det)
