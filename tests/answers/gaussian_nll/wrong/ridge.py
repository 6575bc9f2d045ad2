# wrong: none
# why: adds 0.1 to the diagonal "for stability"
def gaussian_nll(x, Sigma, Mean):
    S = Sigma + 0.1 * torch.eye(2)
    return -torch.distributions.MultivariateNormal(Mean, S).log_prob(x.T)
