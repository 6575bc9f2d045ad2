# wrong: swapped-mean, nll-too-high
# why: X and Y exchanged; the covariance is narrow enough for that to matter
A, B, C = 1.6, -0.42, 0.45
X, Y = 0.6, -0.3
