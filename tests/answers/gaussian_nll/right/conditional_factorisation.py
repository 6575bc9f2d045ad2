# right: p(x) p(y | x), two one-dimensional Gaussians
def nll_1d(t, mean, var):
    return (t - mean) ** 2 / (2 * var) + 0.5 * torch.log(2 * torch.pi * var)


def gaussian_nll(x, Sigma, Mean):
    slope = Sigma[1, 0] / Sigma[0, 0]
    left_over = Sigma[1, 1] - slope * Sigma[0, 1]
    return nll_1d(x[0], Mean[0], Sigma[0, 0]) + nll_1d(x[1], Mean[1] + slope * (x[0] - Mean[0]), left_over)
