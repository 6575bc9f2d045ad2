# wrong: not-finite
# why: optimisation gone wrong
A, B, C = float("nan"), -1.35, 0.97
X, Y = -0.11, 0.41
