# right: a first try is overwritten by the right one below it
def gaussian_nll(x, Sigma, Mean):
    return (x - Mean) @ Sigma  # TODO does not work


def gaussian_nll(x, Sigma, Mean):
    v = x - Mean[:, None]
    return 0.5 * (v * (torch.linalg.pinv(Sigma, hermitian=True) @ v)).sum(0) + 0.5 * torch.logdet(Sigma) + 1.8378770664093453
