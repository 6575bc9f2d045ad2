# right: explicit inverse, einsum
def gaussian_nll(x, Sigma, Mean):
    dev = (x.T - Mean).T
    precision = torch.linalg.inv(Sigma)
    mahalanobis = torch.einsum("in,ij,jn->n", dev, precision, dev)
    return 0.5 * (mahalanobis + torch.linalg.slogdet(Sigma).logabsdet + len(Mean) * math.log(2 * math.pi))
