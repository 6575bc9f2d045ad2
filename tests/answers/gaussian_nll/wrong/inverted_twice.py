# wrong: precision-for-covariance
# why: the inverse handed over as the covariance
def gaussian_nll(x, Sigma, Mean):
    P = torch.inverse(Sigma)
    return -torch.distributions.MultivariateNormal(Mean, P).log_prob(x.T)
