# wrong: nll-too-high
A, B, C = 3.5, -1.35, 0.97
X, Y = 3.0, 3.0
