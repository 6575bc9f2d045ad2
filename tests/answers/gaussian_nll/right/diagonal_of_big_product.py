# right: the diagonal of the (N, N) product, wasteful but right
def gaussian_nll(x, Sigma, Mean):
    X = x - Mean[:, None]
    big = X.T @ torch.inverse(Sigma) @ X
    return 0.5 * torch.diag(big) + 0.5 * torch.log(torch.det(Sigma)) + math.log(2 * math.pi)
