# right: annotations, a helper that returns five numbers
def choose() -> tuple[float, ...]:
    return 3.5, -1.35, 0.97, -0.1, 0.4


A: float
A, B, C, X, Y = choose()
