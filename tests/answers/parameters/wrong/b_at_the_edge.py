# wrong: not-positive-definite
# why: A C equals B squared
A, B, C, X, Y = 4.0, -2.0, 1.0, 0.0, 0.0
