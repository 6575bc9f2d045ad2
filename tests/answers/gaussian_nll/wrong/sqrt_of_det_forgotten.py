# wrong: logdet-not-halved
# why: 1 / (2 pi |Sigma|) in front of the density, without the square root
def gaussian_nll(x, Sigma, Mean):
    diff = (x.T - Mean).double()
    maha = ((diff @ torch.inverse(Sigma.double())) * diff).sum(1)
    return maha / 2 + torch.log(2 * math.pi * torch.det(Sigma.double()))
