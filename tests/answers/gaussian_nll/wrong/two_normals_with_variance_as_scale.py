# wrong: sigma-as-scale
# why: two independent normals whose scale is the variance; the correlation is lost as well
from torch.distributions import Normal


def gaussian_nll(x, Sigma, Mean):
    return -Normal(Mean[0], Sigma[0, 0]).log_prob(x[0]) - Normal(Mean[1], Sigma[1, 1]).log_prob(x[1])
