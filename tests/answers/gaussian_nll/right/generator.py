# right: a generator of numbers, collected by torch.tensor
def nlls(x, Sigma, Mean):
    P = Sigma.double().inverse()
    c = math.log(2 * math.pi) + 0.5 * math.log(torch.det(Sigma.double()).item())
    for column in x.double().unbind(dim=1):
        e = column - Mean.double()
        yield 0.5 * (e @ P @ e).item() + c


def gaussian_nll(x, Sigma, Mean):
    return torch.tensor(list(nlls(x, Sigma, Mean)))
