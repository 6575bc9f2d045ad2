# wrong: nll-too-high
A, B, C = 0.5, 0.0, 0.5
X, Y = -0.1, 0.4
