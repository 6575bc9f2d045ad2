# wrong: nll-too-high
# why: A and C exchanged
A, B, C = 0.97, -1.35, 3.49
X, Y = -0.11, 0.41
