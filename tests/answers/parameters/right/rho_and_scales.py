# right: from two scales and a correlation
sx, sy, rho = 1.87, 0.99, -0.73
A, B, C = sx**2, rho * sx * sy, sy**2
X, Y = -0.107, 0.407
