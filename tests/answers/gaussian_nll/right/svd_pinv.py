# right: pseudo-inverse, determinant from the singular values
def gaussian_nll(x, Sigma, Mean):
    r = x.double() - Mean.double()[:, None]
    S = Sigma.double()
    s = torch.linalg.svdvals(S)
    return 0.5 * torch.sum(r * (torch.linalg.pinv(S) @ r), 0) + 0.5 * torch.sum(torch.log(2 * math.pi * s))
