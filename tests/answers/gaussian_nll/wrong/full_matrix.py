# wrong: wrong-shape
# why: forgets that only the diagonal of X^T P X belongs to the points: (N, N)
def gaussian_nll(x, Sigma, Mean):
    X = x - Mean[:, None]
    return 0.5 * (X.T @ torch.inverse(Sigma) @ X) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
