# wrong: density-not-log
# why: the negative density, an easy reading of "negative likelihood"
from scipy.stats import multivariate_normal


def gaussian_nll(x, Sigma, Mean):
    return np.atleast_1d(-multivariate_normal.pdf(x.numpy().T, mean=Mean.numpy(), cov=Sigma.numpy()))
