# right: as mixture code does, with the Cholesky factor of the precision
def gaussian_nll(x, Sigma, Mean):
    cov = Sigma.double().numpy()
    chol = np.linalg.cholesky(cov)
    prec_chol = np.linalg.solve(chol, np.eye(2)).T
    y = x.double().numpy().T @ prec_chol - Mean.double().numpy() @ prec_chol
    log_det = np.sum(np.log(np.diag(prec_chol)))
    return 0.5 * (2 * np.log(2 * np.pi) + np.sum(y**2, axis=1)) - log_det
