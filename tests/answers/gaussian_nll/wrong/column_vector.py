# wrong: wrong-shape
def gaussian_nll(x, Sigma, Mean):
    v = (x.T - Mean).unsqueeze(1)
    q = v @ torch.inverse(Sigma) @ v.transpose(1, 2)
    return (0.5 * q + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)).reshape(-1, 1)
