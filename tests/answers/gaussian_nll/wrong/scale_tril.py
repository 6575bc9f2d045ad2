# wrong: sigma-as-scale
# why: Sigma handed over as the Cholesky factor; torch reads the lower triangle only
def gaussian_nll(x, Sigma, Mean):
    dist = torch.distributions.MultivariateNormal(Mean, scale_tril=torch.tril(Sigma), validate_args=False)
    return -dist.log_prob(x.T)
