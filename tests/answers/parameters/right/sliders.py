# right: found by hand with the sliders
A = 3.2
B = -1.1
C = 1.0
X = 0.0
Y = 0.35
