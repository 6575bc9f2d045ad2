# wrong: wrong-type
# why: read from a file, and never made numbers
A, B, C, X, Y = np.array("3.49 -1.35 0.97 -0.11 0.41".split())
