# wrong: none
# why: subtracts the average of the points it is given, not Mean; close to mean-not-subtracted, yet it centres
def gaussian_nll(x, Sigma, Mean):
    d = x - x.mean(dim=1, keepdim=True)
    return 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
