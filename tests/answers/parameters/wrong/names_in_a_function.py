# wrong: missing-variable
def fit():
    A, B, C, X, Y = 3.49, -1.35, 0.97, -0.11, 0.41
    return A, B, C, X, Y


fit()
