# wrong: none
# why: Sigma is left out of the distance; no slug says that
def gaussian_nll(x, Sigma, Mean):
    d2 = torch.cdist(x.T, Mean[None])[:, 0] ** 2
    return 0.5 * d2 + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
