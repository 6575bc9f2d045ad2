# right: Decimals in a list
from decimal import Decimal


def gaussian_nll(x, Sigma, Mean):
    dist = torch.distributions.MultivariateNormal(Mean, covariance_matrix=Sigma)
    return [Decimal(-float(dist.log_prob(p))) for p in x.T]
