# right: torch.linalg.solve
def gaussian_nll(points, cov, mu):
    centred = points - mu.unsqueeze(1)
    q = (centred * torch.linalg.solve(cov, centred)).sum(0)
    return q / 2 + torch.linalg.det(cov).log() / 2 + math.log(math.tau)
