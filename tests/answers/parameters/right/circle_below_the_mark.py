# right: a circle at the mean: below 23, and so enough
A, B, C, X, Y = 2.2, 0, 2.2, -0.1, 0.4
