# right: B = 0 is enough for the pass mark
A = 3.5
B = 0.0
C = 1.0
X = -0.1
Y = 0.4
