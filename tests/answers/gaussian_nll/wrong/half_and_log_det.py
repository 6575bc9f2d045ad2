# wrong: missing-half, logdet-not-halved
# why: two slips that look like "twice everything but the constant"
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return (d * torch.linalg.solve(Sigma, d)).sum(0) + torch.logdet(Sigma) + math.log(2 * math.pi)
