# right: torch.distributions
from torch.distributions import MultivariateNormal


def gaussian_nll(x, Sigma, Mean):
    return -MultivariateNormal(Mean, covariance_matrix=Sigma).log_prob(x.T)
