# right: explicit inverse, a loop over the points, torch.stack
def gaussian_nll(x, Sigma, Mean):
    inv = torch.inverse(Sigma)
    out = []
    for i in range(x.shape[1]):
        v = x[:, i] - Mean
        out.append(v @ inv @ v / 2 + torch.logdet(Sigma) / 2 + math.log(2 * math.pi))
    return torch.stack(out)
