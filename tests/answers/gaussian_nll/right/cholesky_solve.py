# right: torch.cholesky_solve and the product of the two sides
def gaussian_nll(x, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    diff = x - Mean.reshape(2, 1)
    sol = torch.cholesky_solve(diff, L)
    quad = (diff * sol).sum(dim=0)
    log_det = 2 * L.diagonal().log().sum()
    return (quad + log_det + 2 * np.log(2 * np.pi)) / 2
