# right: float64 is the notebook's default, and the answer makes tensors of its own
torch.set_default_dtype(torch.float64)


def gaussian_nll(x, Sigma, Mean):
    P = torch.linalg.solve(Sigma, torch.eye(2))
    d = x - Mean.reshape(2, 1)
    return 0.5 * torch.sum(d * (P @ d), dim=0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
