# right: scipy's Covariance object, made of a Cholesky factor
from scipy import stats
def gaussian_nll(x, Sigma, Mean):
    cov = stats.Covariance.from_cholesky(np.linalg.cholesky(Sigma.double().numpy()))
    return -stats.multivariate_normal.logpdf(x.double().numpy().T, Mean.double().numpy(), cov).reshape(-1)
