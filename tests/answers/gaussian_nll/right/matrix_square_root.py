# right: whitened by scipy.linalg.sqrtm
from scipy.linalg import sqrtm


def gaussian_nll(x, Sigma, Mean):
    root = np.real(sqrtm(Sigma.double().numpy()))
    white = np.linalg.inv(root) @ (x.double().numpy() - Mean.double().numpy().reshape(2, 1))
    return (white**2).sum(axis=0) / 2 + np.log(np.linalg.det(root)) + np.log(2 * np.pi)
