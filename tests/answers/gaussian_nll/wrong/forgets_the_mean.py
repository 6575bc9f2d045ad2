# wrong: mean-not-subtracted
def gaussian_nll(x, Sigma, Mean):
    q = torch.einsum("in,ij,jn->n", x, torch.inverse(Sigma), x)
    return 0.5 * (q + torch.logdet(Sigma) + 2 * math.log(2 * math.pi))
