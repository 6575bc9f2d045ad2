# wrong: wrong-type
# why: 3,49 is a tuple in Python
A = 3,49
B = -1,35
C = 0,97
X = -0,11
Y = 0,41
