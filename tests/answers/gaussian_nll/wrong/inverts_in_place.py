# wrong: modifies-input
# why: through numpy, which shares the tensor's memory
def gaussian_nll(x, Sigma, Mean):
    S = Sigma.numpy()
    logdet = np.log(np.linalg.det(S))
    S[:] = np.linalg.inv(S)
    d = x - Mean[:, None]
    return 0.5 * (d * (Sigma @ d)).sum(0) + 0.5 * float(logdet) + math.log(2 * math.pi)
