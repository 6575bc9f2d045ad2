# right: the formula in symbols, inverted and made a function by sympy
import sympy as sp
_a, _b, _c, _u, _v = sp.symbols("a b c u v")
_S = sp.Matrix([[_a, _b], [_b, _c]])
_r = sp.Matrix([_u, _v])
_expr = (_r.T * _S.inv() * _r)[0] / 2 + sp.log(_S.det()) / 2 + sp.log(2 * sp.pi)
_f = sp.lambdify((_a, _b, _c, _u, _v), _expr, "numpy")
def gaussian_nll(x, Sigma, Mean):
    S = Sigma.numpy().astype("f8"); m = Mean.numpy().astype("f8"); X = x.numpy().astype("f8")
    return _f(S[0, 0], S[0, 1], S[1, 1], X[0] - m[0], X[1] - m[1])
