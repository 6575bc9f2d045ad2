# right: default arguments, keyword-only extras, and a last return of float64 numpy in a tensor
def gaussian_nll(x=data, Sigma=torch.eye(2), Mean=torch.zeros(2), *, base=math.e, verbose=False, **unused):
    diff = x - Mean[:, None]
    value = ((diff * torch.linalg.solve(Sigma, diff)).sum(0) + torch.logdet(Sigma) + 2 * math.log(2 * math.pi)) / 2
    if verbose:
        print(value)
    return value / math.log(base)
