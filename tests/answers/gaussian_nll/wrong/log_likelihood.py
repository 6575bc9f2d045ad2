# wrong: sign-flipped
def gaussian_nll(x, Sigma, Mean):
    return torch.distributions.MultivariateNormal(Mean, Sigma).log_prob(x.T)
