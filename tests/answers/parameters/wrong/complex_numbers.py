# wrong: wrong-type
A, B, C = 3.49 + 0j, -1.35 + 0j, 0.97 + 0j
X, Y = -0.11, 0.41
