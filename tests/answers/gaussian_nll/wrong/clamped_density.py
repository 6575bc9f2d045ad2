# wrong: density-underflow
def gaussian_nll(x, Sigma, Mean):
    p = torch.distributions.MultivariateNormal(Mean, Sigma).log_prob(x.T).exp()
    return -p.clamp(min=1e-12).log()
