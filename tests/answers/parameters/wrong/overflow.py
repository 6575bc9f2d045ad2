# wrong: not-finite
# why: 1e400 is inf in Python
A = 1e400
B = 0.0
C = 1.0
X = Y = 0.0
