# wrong: hard-coded
# why: Sigma and Mean of the notebook's start setting, whatever is passed
S0 = torch.eye(2)
m0 = torch.zeros(2)


def gaussian_nll(x, Sigma, Mean):
    d = x - m0[:, None]
    return 0.5 * (d * torch.linalg.solve(S0, d)).sum(0) + 0.5 * torch.logdet(S0) + math.log(2 * math.pi)
