# right: through the LU factors
def gaussian_nll(x, Sigma, Mean):
    LU, pivots = torch.linalg.lu_factor(Sigma.double())
    v = x.double() - Mean.double().unsqueeze(-1)
    w = torch.linalg.lu_solve(LU, pivots, v)
    log_det = LU.diagonal().abs().log().sum()
    return ((v * w).sum(0) + log_det) / 2 + math.log(2 * math.pi)
