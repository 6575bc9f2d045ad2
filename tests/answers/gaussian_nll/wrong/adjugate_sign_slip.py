# wrong: none
# why: the off-diagonal of the 2x2 inverse has lost its minus sign
def gaussian_nll(x, Sigma, Mean):
    a, b, c = Sigma[0, 0], Sigma[0, 1], Sigma[1, 1]
    det = a * c - b * b
    dx, dy = x[0] - Mean[0], x[1] - Mean[1]
    q = (c * dx**2 + 2 * b * dx * dy + a * dy**2) / det
    return 0.5 * q + 0.5 * torch.log(det) + math.log(2 * math.pi)
