# right: makes its arguments require grad, so the result carries a graph
def gaussian_nll(x, Sigma, Mean):
    S = Sigma.clone().requires_grad_(True)
    m = torch.nn.Parameter(Mean.clone())
    delta = x - m[:, None]
    return 0.5 * (delta * torch.linalg.solve(S, delta)).sum(0) + 0.5 * torch.logdet(S) + math.log(2 * math.pi)
