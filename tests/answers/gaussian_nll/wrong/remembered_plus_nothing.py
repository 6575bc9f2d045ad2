# wrong: hard-coded
def gaussian_nll(x, Sigma, Mean):
    return np.array([1.9267, 2.1277, 5.9357, 8.3670, 3.3507, 3.2544]) + 0 * x[0].numpy()
