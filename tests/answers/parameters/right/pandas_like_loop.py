# right: sums in a loop, then divided
n = data.shape[1]
X = Y = A = B = C = 0.0
for px, py in data.T.tolist():
    X += px / n
    Y += py / n
for px, py in data.T.tolist():
    A += (px - X) ** 2 / n
    B += (px - X) * (py - Y) / n
    C += (py - Y) ** 2 / n
