# right: MultivariateNormal with the Cholesky factor as scale_tril
def gaussian_nll(x, Sigma, Mean):
    mvn = torch.distributions.MultivariateNormal(loc=Mean, scale_tril=torch.linalg.cholesky(Sigma))
    return mvn.log_prob(x.permute(1, 0)).neg()
