# right: long doubles
A, B, C, X, Y = map(np.longdouble, ("3.49", "-1.35", "0.97", "-0.11", "0.41"))
