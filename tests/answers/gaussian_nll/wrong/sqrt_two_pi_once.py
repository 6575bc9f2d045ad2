# wrong: half-log-2pi
def gaussian_nll(x, Sigma, Mean):
    inv = np.linalg.inv(Sigma.numpy())
    det = np.linalg.det(Sigma.numpy())
    res = []
    for i in range(x.shape[1]):
        v = x[:, i].numpy() - Mean.numpy()
        p = np.exp(-0.5 * v @ inv @ v)
        # log by hand so that exp does not underflow
        res.append(0.5 * v @ inv @ v + np.log(np.sqrt(2 * np.pi) * np.sqrt(det)))
    return np.array(res)
