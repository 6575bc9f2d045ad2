# wrong: not-positive-definite
A = B = C = X = Y = 1
