# right: np.vectorize over the two coordinates
def gaussian_nll(x, Sigma, Mean):
    S = Sigma.numpy().astype(np.float64)
    P = np.linalg.inv(S)
    const = np.log(2 * np.pi * np.sqrt(np.linalg.det(S)))

    @np.vectorize
    def f(u, v):
        w = np.array([u - float(Mean[0]), v - float(Mean[1])])
        return w @ P @ w / 2 + const

    return f(x[0].numpy(), x[1].numpy())
