# wrong: b-sign-flipped, nll-too-high
A, B, C = 3.3, 1.2, 1.0
X, Y = 0.0, 0.4
