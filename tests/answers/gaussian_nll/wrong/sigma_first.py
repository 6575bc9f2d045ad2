# wrong: wrong-argument-order
def gaussian_nll(Sigma, Mean, x):
    d = x - Mean.reshape(2, 1)
    return 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
