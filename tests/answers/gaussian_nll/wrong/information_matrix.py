# wrong: precision-for-covariance
# why: the formula of the information form, given the covariance
def gaussian_nll(x, Sigma, Mean):
    Lambda = Sigma
    d = x - Mean[:, None]
    return 0.5 * torch.einsum("in,ij,jn->n", d, Lambda, d) - 0.5 * torch.logdet(Lambda) + math.log(2 * math.pi)
