# right: log det from complex eigenvalues, of which the real part is taken
def gaussian_nll(x, Sigma, Mean):
    eig = torch.linalg.eigvals(Sigma.double())
    log_det = torch.log(eig).sum().real
    d = (x - Mean[:, None]).double()
    q = torch.einsum("in,in->n", d, torch.linalg.solve(Sigma.double(), d))
    return 0.5 * (q + log_det) + math.log(2 * math.pi)
