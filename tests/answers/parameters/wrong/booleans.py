# wrong: wrong-type
A, B, C, X, Y = True, False, True, False, False
