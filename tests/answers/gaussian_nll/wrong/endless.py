# wrong: none
# why: the loop's counter is never moved
def gaussian_nll(x, Sigma, Mean):
    out, i = [], 0
    while i < x.shape[1]:
        v = x[:, i] - Mean
        out = [v @ Sigma.inverse() @ v]
    return out
