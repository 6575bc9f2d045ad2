# wrong: not-positive-definite
# why: A C = B^2 exactly
A, B, C = 4.0, -2.0, 1.0
X, Y = 0.0, 0.4
