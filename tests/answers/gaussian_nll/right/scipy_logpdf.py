# right: scipy.stats, returns a numpy array
# why: scipy gives a bare scalar for N = 1, so atleast_1d
from scipy import stats


def gaussian_nll(x, Sigma, Mean):
    rv = stats.multivariate_normal(mean=Mean.numpy(), cov=Sigma.numpy())
    return np.atleast_1d(-rv.logpdf(x.numpy().T))
