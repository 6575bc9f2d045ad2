# right: 1/2 log det(2 pi Sigma), as on the encyclopedia's page
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    maha = torch.sum(d * torch.mm(torch.inverse(Sigma), d), dim=0)
    return 0.5 * maha + 0.5 * torch.logdet(2 * np.pi * Sigma)
