# right: a product of scipy normals after rotating and scaling
from scipy.linalg import sqrtm
from scipy.stats import norm


def gaussian_nll(x, Sigma, Mean):
    S = Sigma.numpy().astype(np.float64)
    root = sqrtm(S).real
    white = np.linalg.inv(root) @ (x.numpy() - Mean.numpy()[:, None])
    return -norm.logpdf(white).sum(axis=0) + np.log(np.linalg.det(root))
