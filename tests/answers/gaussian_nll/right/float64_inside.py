# right: float64 inside and out
def gaussian_nll(x, Sigma, Mean):
    x, Sigma, Mean = x.to(torch.float64), Sigma.to(torch.float64), Mean.to(torch.float64)
    diff = x - Mean.view(-1, 1)
    precision = torch.linalg.inv(Sigma)
    return (
        0.5 * torch.sum(diff * (precision @ diff), dim=0)
        + 0.5 * torch.log(torch.det(Sigma))
        + x.size(0) / 2 * torch.log(torch.tensor(2 * torch.pi))
    )
