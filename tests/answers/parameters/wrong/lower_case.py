# wrong: missing-variable
a, b, c = 3.49, -1.35, 0.97
x, y = -0.11, 0.41
