# wrong: swapped-mean, nll-too-high
A = 1.8
B = -0.4
C = 0.35
X = 0.5
Y = -0.2
