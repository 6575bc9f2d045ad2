# right: star and underscore
A, B, *rest = 3.49, -1.35, 0.97, -0.11, 0.41
C, X, Y = rest
