# wrong: points-mixed
def gaussian_nll(x, Sigma, Mean):
    points = x.reshape(-1, 2)
    return -torch.distributions.MultivariateNormal(Mean, Sigma).log_prob(points)
