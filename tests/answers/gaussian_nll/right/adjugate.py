# right: the 2x2 inverse written out by hand
def gaussian_nll(x, Sigma, Mean):
    a, b = Sigma[0]
    c, d = Sigma[1]
    det = a * d - b * c
    dx = x[0] - Mean[0]
    dy = x[1] - Mean[1]
    Q = (d * dx * dx - (b + c) * dx * dy + a * dy * dy) / det
    return 0.5 * Q + 0.5 * torch.log(det) + torch.log(torch.tensor(2 * math.pi))
