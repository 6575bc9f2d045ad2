# wrong: hard-coded
# why: works on the notebook's data, not on x
def gaussian_nll(x, Sigma, Mean):
    d = data - Mean[:, None]
    return 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
