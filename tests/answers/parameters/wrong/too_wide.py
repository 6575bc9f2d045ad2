# wrong: nll-too-high
A, B, C = 6.0, 0.0, 6.0
X, Y = 0.0, 0.0
