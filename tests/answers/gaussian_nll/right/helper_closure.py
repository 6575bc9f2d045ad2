# right: a closure made for one Sigma and Mean
def make_density(Sigma, Mean):
    A = torch.inverse(Sigma)
    norm = 1 / (2 * math.pi * torch.sqrt(torch.det(Sigma)))

    def log_density(p):
        v = p - Mean
        return torch.log(norm) - 0.5 * (v * (A @ v)).sum()

    return log_density


def gaussian_nll(x, Sigma, Mean):
    log_density = make_density(Sigma, Mean)
    result = torch.empty(x.shape[1])
    for n in range(x.shape[1]):
        result[n] = -log_density(x[:, n])
    return result
