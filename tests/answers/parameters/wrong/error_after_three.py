# wrong: runtime-error
# why: A, B and C are bound before the cell fails
A, B, C = 3.49, -1.35, 0.97
X, Y = data.mean(dim=3)
