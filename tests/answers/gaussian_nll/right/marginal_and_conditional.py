# right: log p(x) + log p(y | x) with two normals of torch
from torch.distributions import Normal


def gaussian_nll(x, Sigma, Mean):
    a, b, c = Sigma[0, 0], Sigma[0, 1], Sigma[1, 1]
    first = Normal(Mean[0], a.sqrt())
    second = Normal(Mean[1] + b / a * (x[0] - Mean[0]), (c - b**2 / a).sqrt())
    return -first.log_prob(x[0]) - second.log_prob(x[1])
