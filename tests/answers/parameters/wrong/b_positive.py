# wrong: b-sign-flipped, nll-too-high
# why: the maximum-likelihood values but for the sign of B
A, B, C = 3.49, 1.35, 0.97
X, Y = -0.11, 0.41
