# wrong: missing-variable
a11, a12, a22 = 3.49, -1.35, 0.97
m1, m2 = -0.11, 0.41
