# wrong: log-base
def gaussian_nll(x, Sigma, Mean):
    d = x.numpy() - Mean.numpy()[:, None]
    q = (d * np.linalg.solve(Sigma.numpy(), d)).sum(0)
    return 0.5 * q + 0.5 * np.log10(np.linalg.det(Sigma.numpy())) + np.log10(2 * np.pi)
