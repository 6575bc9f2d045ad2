# wrong: not-finite
A, B, C = 3.49, -1.35, 0.97
X, Y = math.inf, 0.41
