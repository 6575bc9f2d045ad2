# right: whitening in the eigenvectors' frame
def gaussian_nll(x, Sigma, Mean):
    lam, U = torch.linalg.eigh(Sigma)
    y = U.T @ (x - Mean.reshape(-1, 1))
    return (y**2 / lam.unsqueeze(1)).sum(0) / 2 + lam.log().sum() / 2 + math.log(2 * math.pi)
