# wrong: sigma-not-inverted, mean-not-subtracted
def gaussian_nll(x, Sigma, Mean):
    return 0.5 * torch.einsum("in,ij,jn->n", x, Sigma, x) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
