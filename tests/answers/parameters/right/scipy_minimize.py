# right: scipy.optimize on a general starting point
from scipy.optimize import minimize


def objective(p):
    a, b, c, x, y = p
    det = a * c - b * b
    if a <= 0 or det <= 0:
        return 1e6
    dx, dy = data[0].numpy() - x, data[1].numpy() - y
    return float(np.sum(c * dx**2 - 2 * b * dx * dy + a * dy**2) / det / 2 + 3 * np.log(det) + 6 * np.log(2 * np.pi))


A, B, C, X, Y = minimize(objective, [1, 0, 1, 0, 0], method="Nelder-Mead", options={"maxiter": 2000}).x
