# right: odd literals
A, B, C = 0x4, -1_350e-3, 1_0e-1
X, Y = -0.0, +0.4
