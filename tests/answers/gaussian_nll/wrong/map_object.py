# wrong: none
# why: the right numbers, one by one, once
def gaussian_nll(x, Sigma, Mean):
    mvn = torch.distributions.MultivariateNormal(Mean, Sigma)
    return map(lambda p: -mvn.log_prob(p).item(), x.T)
