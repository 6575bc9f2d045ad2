# right: Python ints
A = 4
B = -1
C = 1
X = 0
Y = 0
