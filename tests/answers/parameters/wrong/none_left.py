# wrong: wrong-type
# why: two filled in, the rest left as None
A = 3.49
B = None
C = 0.97
X = None
Y = None
