# wrong: none
# why: eig of a symmetric matrix gives complex numbers with no imaginary part
def gaussian_nll(x, Sigma, Mean):
    values, vectors = torch.linalg.eig(Sigma)
    z = vectors.T @ (x - Mean[:, None]).to(vectors.dtype)
    return 0.5 * (z**2 / values[:, None]).sum(0) + 0.5 * torch.log(values).sum() + math.log(2 * math.pi)
