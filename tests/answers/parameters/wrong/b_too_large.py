# wrong: not-positive-definite
A, B, C = 2.0, -2.0, 1.0
X, Y = 0.0, 0.4
