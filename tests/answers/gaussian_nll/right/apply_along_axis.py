# right: numpy.apply_along_axis over the columns
def gaussian_nll(x, Sigma, Mean):
    S, m = Sigma.numpy().astype(float), Mean.numpy().astype(float)
    norm = np.log((2 * np.pi) ** len(m) * np.linalg.det(S)) / 2

    def one(p):
        return (p - m).dot(np.linalg.solve(S, p - m)) / 2 + norm

    return np.apply_along_axis(one, 0, x.numpy().astype(float))
