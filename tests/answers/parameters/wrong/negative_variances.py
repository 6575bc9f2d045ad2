# wrong: not-positive-definite
# why: makes the bare formula small
A, B, C = -3.5, 1.35, -0.97
X, Y = -0.1, 0.4
