# wrong: none
# why: the sum over the Cholesky diagonal is half the log det already, and is halved again
def gaussian_nll(x, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    z = torch.linalg.solve_triangular(L, x - Mean[:, None], upper=False)
    return 0.5 * (z ** 2).sum(0) + 0.5 * torch.log(torch.diag(L)).sum() + math.log(2 * math.pi)
