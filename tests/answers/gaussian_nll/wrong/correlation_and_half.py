# wrong: missing-half, correlation-ignored
def gaussian_nll(x, Sigma, Mean):
    var = Sigma.diagonal()[:, None]
    return ((x - Mean[:, None]) ** 2 / var).sum(0) + 0.5 * var.log().sum() + math.log(2 * math.pi)
