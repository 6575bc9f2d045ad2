# wrong: logdet-not-halved
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    q = torch.einsum("in,ij,jn->n", d, torch.linalg.inv(Sigma), d)
    return 0.5 * q + torch.logdet(Sigma) + math.log(2 * math.pi)
