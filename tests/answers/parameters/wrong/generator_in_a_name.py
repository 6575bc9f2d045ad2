# wrong: wrong-type
A, B, C, X, Y = (map(float, [v]) for v in (3.49, -1.35, 0.97, -0.11, 0.41))
