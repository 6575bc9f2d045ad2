# right: numpy in float64, back to a float32 tensor
def gaussian_nll(x, Sigma, Mean):
    X = np.asarray(x, dtype=float)
    S = np.asarray(Sigma, dtype=float)
    m = np.asarray(Mean, dtype=float).reshape(-1, 1)
    d = X.shape[0]
    D = X - m
    maha = np.sum(D * np.linalg.solve(S, D), axis=0)
    _, logdet = np.linalg.slogdet(S)
    nll = 0.5 * (maha + logdet + d * np.log(2 * np.pi))
    return torch.from_numpy(nll).float()
