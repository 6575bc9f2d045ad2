# wrong: sigma-not-inverted
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return 0.5 * (d * (Sigma @ d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
