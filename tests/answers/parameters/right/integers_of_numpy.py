# right: small integers of numpy
A, B, C, X, Y = np.array([4, -1, 1, 0, 0], dtype=np.int8)
