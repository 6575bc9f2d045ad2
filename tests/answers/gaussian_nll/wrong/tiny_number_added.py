# wrong: density-underflow
def gaussian_nll(x, Sigma, Mean):
    d = (x - Mean[:, None]).numpy().astype(float)
    S = Sigma.numpy().astype(float)
    p = np.exp(-0.5 * np.sum(d * np.linalg.solve(S, d), axis=0)) / (2 * np.pi * np.sqrt(np.linalg.det(S)))
    return -np.log(p + 1e-300)
