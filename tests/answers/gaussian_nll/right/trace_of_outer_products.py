# right: tr(Sigma^-1 v v^T), point by point in a batch
def gaussian_nll(x, Sigma, Mean):
    v = (x - Mean[:, None]).T.double()
    outer = v[:, :, None] * v[:, None, :]
    traces = torch.diagonal(torch.linalg.inv(Sigma.double()) @ outer, dim1=1, dim2=2).sum(1)
    return (traces + torch.logdet(Sigma.double()) + 2 * math.log(2 * math.pi)) / 2
