# wrong: missing-variable
A, B, C = 3.49, -1.35, 0.97
X = -0.11
