# wrong: sign-flipped
def gaussian_nll(x, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    z = torch.linalg.inv(L) @ (x - Mean[:, None])
    return -0.5 * (z * z).sum(0) - 0.5 * torch.logdet(Sigma) - math.log(2 * math.pi)
