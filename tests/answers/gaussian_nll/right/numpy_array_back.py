# right: numpy, returns the numpy array
def gaussian_nll(x, Sigma, Mean):
    x, Sigma, Mean = x.numpy(), Sigma.numpy(), Mean.numpy()
    d = (x - Mean[:, np.newaxis]).T
    quad = np.einsum("ni,ij,nj->n", d, np.linalg.inv(Sigma), d)
    return quad / 2 + np.log(np.linalg.det(2 * np.pi * Sigma)) / 2
