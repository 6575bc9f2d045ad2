# wrong: wrong-type
A = "3.49"
B = "-1.35"
C = "0.97"
X = "-0.11"
Y = "0.41"
