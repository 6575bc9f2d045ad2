# right: scipy.spatial's Mahalanobis distance
from scipy.spatial.distance import cdist


def gaussian_nll(x, Sigma, Mean):
    S = Sigma.double().numpy()
    d = cdist(x.double().numpy().T, Mean.double().numpy()[None], "mahalanobis", VI=np.linalg.inv(S))[:, 0]
    return torch.from_numpy(d**2 / 2 + np.linalg.slogdet(S)[1] / 2 + np.log(2 * np.pi))
