# wrong: summed
# why: adds up in a loop and returns a Python float
def gaussian_nll(x, Sigma, Mean):
    inv = Sigma.inverse()
    total = 0.0
    for p in x.T:
        v = p - Mean
        total += 0.5 * (v @ inv @ v).item() + 0.5 * torch.logdet(Sigma).item() + math.log(2 * math.pi)
    return total
