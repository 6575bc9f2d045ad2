# right: scipy.linalg.cho_factor and cho_solve
import scipy.linalg as sla


def gaussian_nll(x, Sigma, Mean):
    c, low = sla.cho_factor(Sigma.double().numpy(), lower=True)
    v = (x.double() - Mean.double()[:, None]).numpy()
    q = np.einsum("in,in->n", v, sla.cho_solve((c, low), v))
    return 0.5 * q + np.log(np.diag(c)).sum() + np.log(2 * np.pi)
