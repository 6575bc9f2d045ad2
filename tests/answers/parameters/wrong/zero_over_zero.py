# wrong: not-finite
A, B, C = 3.49, -1.35, 0.97
with np.errstate(all="ignore"):
    X, Y = np.float64(0.0) / 0, np.float64(1.0) / 0
