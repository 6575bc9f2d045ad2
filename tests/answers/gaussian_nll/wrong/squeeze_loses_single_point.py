# wrong: wrong-shape
# why: right for N >= 2; for N = 1 scipy and squeeze give a 0-d array, not (1,)
from scipy.stats import multivariate_normal


def gaussian_nll(x, Sigma, Mean):
    return np.squeeze(-multivariate_normal(Mean.numpy(), Sigma.numpy()).logpdf(x.numpy().T))
