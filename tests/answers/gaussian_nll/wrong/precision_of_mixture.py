# wrong: precision-for-covariance
# why: a mixture's code, which expects the Cholesky factor of the precision
def gaussian_nll(x, Sigma, Mean):
    chol = np.linalg.cholesky(Sigma.numpy())
    y = (x.numpy() - Mean.numpy()[:, None]).T @ chol
    return 0.5 * (2 * np.log(2 * np.pi) + np.sum(y**2, axis=1)) - np.sum(np.log(np.diag(chol)))
