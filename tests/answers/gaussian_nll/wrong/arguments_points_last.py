# wrong: wrong-argument-order
def gaussian_nll(mu, Sigma, x):
    L = torch.linalg.cholesky(Sigma)
    z = torch.linalg.solve_triangular(L, x - mu.reshape(2, 1), upper=False)
    return 0.5 * (z**2).sum(0) + L.diagonal().log().sum() + math.log(2 * math.pi)
