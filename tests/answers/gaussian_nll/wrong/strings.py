# wrong: none
# why: formatted text, not numbers
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    nll = 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
    return [f"{v:.4f}" for v in nll.tolist()]
