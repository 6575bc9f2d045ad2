# wrong: sigma-as-scale
# why: z = Sigma^-1 (x - mu) as in one dimension, so Sigma is the matrix of standard deviations
def gaussian_nll(x, Sigma, Mean):
    z = torch.linalg.solve(Sigma, x - Mean[:, None])
    return 0.5 * (z**2).sum(0) + torch.logdet(Sigma) + math.log(2 * math.pi)
