# wrong: runtime-error
A, B, C = cov[0, 0], cov[0, 1], cov[1, 1]
X, Y = mean
