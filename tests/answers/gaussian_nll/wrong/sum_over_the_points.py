# wrong: wrong-shape
# why: summed over the wrong axis: two numbers, one a coordinate
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    q = (d * torch.linalg.solve(Sigma, d)).sum(1)
    return 0.5 * q + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
