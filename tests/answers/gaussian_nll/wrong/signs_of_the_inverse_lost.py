# wrong: none
def gaussian_nll(x, Sigma, Mean):
    P = np.abs(np.linalg.inv(Sigma.numpy()))
    d = x.numpy() - Mean.numpy()[:, None]
    return 0.5 * (d * (P @ d)).sum(0) + 0.5 * np.log(np.linalg.det(Sigma.numpy())) + np.log(2 * np.pi)
