# right: a total of about 22.9
A, B, C, X, Y = 1.4, 0.0, 1.0, 0.0, 0.0
