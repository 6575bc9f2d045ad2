# wrong: precision-for-covariance
# why: hands Sigma over as the precision, so the determinant has the wrong sign too
def gaussian_nll(x, Sigma, Mean):
    return -torch.distributions.MultivariateNormal(Mean, precision_matrix=Sigma).log_prob(x.T)
