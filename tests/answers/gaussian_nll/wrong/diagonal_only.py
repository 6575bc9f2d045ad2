# wrong: correlation-ignored
# why: ignores the correlation: two independent normals with the right variances
def gaussian_nll(x, Sigma, Mean):
    total = 0
    for k in range(2):
        total = total + 0.5 * (x[k] - Mean[k]) ** 2 / Sigma[k, k] + 0.5 * torch.log(2 * math.pi * Sigma[k, k])
    return total
