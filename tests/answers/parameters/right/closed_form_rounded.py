# right: the maximum-likelihood values, two decimals
A, B, C = 3.49, -1.35, 0.97
X, Y = -0.11, 0.41
