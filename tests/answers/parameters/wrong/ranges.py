# wrong: wrong-type
A, B, C, X, Y = range(3, 4), range(-1, 0), range(1, 2), range(1), range(1)
