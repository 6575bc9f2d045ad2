# wrong: none
# why: x + mu; it does depend on Mean, so "mean not subtracted" would tell half of it
def gaussian_nll(x, Sigma, Mean):
    d = x + Mean[:, None]
    return 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
