# wrong: b-sign-flipped, nll-too-high
# why: the sign of B is what matters; X and Y at 0
A, B, C = 4, 1.5, 1
X = Y = 0
