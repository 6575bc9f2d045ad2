# wrong: not-finite
# why: C is masked
A, B, C, X, Y = np.ma.array([3.49, -1.35, 0.97, -0.11, 0.41], mask=[0, 0, 1, 0, 0])
