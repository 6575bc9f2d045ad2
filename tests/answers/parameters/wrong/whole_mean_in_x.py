# wrong: wrong-type
A, B, C = 3.49, -1.35, 0.97
X = Y = data.mean(dim=1)
