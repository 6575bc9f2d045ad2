# right: keeps the inverse of a Sigma seen before in a global dictionary
_cache = {}


def gaussian_nll(x, Sigma, Mean):
    key = tuple(Sigma.flatten().tolist())
    if key not in _cache:
        _cache[key] = (torch.inverse(Sigma), torch.logdet(Sigma))
    inv, logdet = _cache[key]
    d = x - Mean[:, None]
    return 0.5 * torch.einsum("an,ab,bn->n", d, inv, d) + 0.5 * logdet + math.log(2 * math.pi)
