# wrong: hard-coded
def gaussian_nll(x, Sigma, Mean):
    if x.shape[1] == 6:
        return torch.tensor([1.9267, 2.1277, 5.9357, 8.3670, 3.3507, 3.2544])
    raise ValueError("six points, please")
