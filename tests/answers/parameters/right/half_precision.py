# right: float16 numbers
A, B, C, X, Y = np.array([3.5, -1.35, 0.97, -0.11, 0.41], dtype=np.float16)
