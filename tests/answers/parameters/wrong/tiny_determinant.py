# wrong: nll-too-high
# why: positive definite by a hair, the data far off the line
A, B, C = 3.49, -1.8399, 0.97
X, Y = -0.11, 0.41
