# right: float() of text with spaces
A, B, C, X, Y = (float(word) for word in " 3.49 -1.35 0.97 -0.11 0.41 ".split())
