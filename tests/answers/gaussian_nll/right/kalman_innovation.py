# right: as the likelihood of an innovation in a Kalman filter
def gaussian_nll(x, Sigma, Mean):
    S_inv = torch.linalg.inv(Sigma)
    out = torch.zeros(x.shape[1])
    for k, z in enumerate(x.T):
        y = z - Mean
        nis = y @ S_inv @ y
        out[k] = 0.5 * (nis + torch.logdet(Sigma) + y.numel() * math.log(2 * math.pi))
    return out
