# wrong: missing-half
# why: the density is written with exp(-quadratic), then the log is taken
def gaussian_nll(x, Sigma, Mean):
    d = (x - Mean[:, None]).double()
    S = Sigma.double()
    norm = 2 * math.pi * torch.sqrt(torch.det(S))
    exponent = -torch.einsum("in,ij,jn->n", d, torch.inverse(S), d)
    return -(exponent - torch.log(norm))
