# right: the first try stays in the cell, the last one counts
A, B, C, X, Y = 1, 0, 1, 0, 0
A, B, C, X, Y = 3, -1, 1, 0, 0.4
