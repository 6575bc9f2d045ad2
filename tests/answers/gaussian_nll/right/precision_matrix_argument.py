# right: MultivariateNormal with the inverse as precision_matrix
from torch.distributions import MultivariateNormal


def gaussian_nll(x, Sigma, Mean):
    P = torch.linalg.inv(Sigma.double())
    P = (P + P.T) / 2
    return -MultivariateNormal(Mean.double(), precision_matrix=P).log_prob(x.double().T).float()
