# right: points of the plane as complex numbers, the two columns of the root as two numbers
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    first, second = complex(L[0, 0], L[1, 0]), complex(L[0, 1], L[1, 1])
    centre = complex(Mean[0], Mean[1])
    turn = np.exp(1j * np.linspace(0, 2 * np.pi, 129))
    for p in (0.2, 0.4, 0.6, 0.8):
        z = centre + np.sqrt(-2 * np.log(1 - p)) * (first * turn.real + second * turn.imag)
        fig.gca().plot(z.real, z.imag, "b--")
