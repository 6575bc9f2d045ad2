# wrong: runtime-error
# why: (2, N) - (2,) does not broadcast, except for N = 2 where it does so wrongly
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean
    return 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
