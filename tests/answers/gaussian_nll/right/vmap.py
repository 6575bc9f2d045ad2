# right: torch.vmap over the points
def single(p, Sigma, Mean):
    r = p - Mean
    return 0.5 * (r @ torch.linalg.inv(Sigma) @ r)


def gaussian_nll(x, Sigma, Mean):
    q = torch.vmap(single, in_dims=(1, None, None))(x, Sigma, Mean)
    return q + 0.5 * torch.linalg.slogdet(Sigma)[1] + math.log(2 * math.pi)
