# wrong: correlation-ignored
def gaussian_nll(x, Sigma, Mean):
    var = np.diag(Sigma.numpy())
    d = x.numpy().T - Mean.numpy()
    return 0.5 * (2 * np.log(2 * np.pi) + np.log(var).sum() + (d**2 / var).sum(axis=1))
