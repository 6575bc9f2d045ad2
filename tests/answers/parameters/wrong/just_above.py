# wrong: nll-too-high
# why: 23.0 and a little
A, B, C = 1.38, 0.0, 1.0
X, Y = 0.0, 0.0
