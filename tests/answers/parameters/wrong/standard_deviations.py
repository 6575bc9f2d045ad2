# wrong: not-positive-definite
# why: deviations where variances belong
A, C = data.std(dim=1, correction=0).tolist()
B = -1.4
X, Y = data.mean(dim=1).tolist()
