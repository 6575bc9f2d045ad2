# wrong: missing-variable
A, B, C, X, Y = 3.49, -1.35, 0.97, -0.11, 0.41
del A, B, C
