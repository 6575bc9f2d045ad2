# right: the lower and the upper half as functions of x, filled between, with an edge
def draw_density(fig, Sigma, Mean):
    (a, b), (_, c) = Sigma.double().numpy()
    mx, my = Mean.double().numpy()
    for mass, shade in ((0.8, 0.15), (0.6, 0.3), (0.4, 0.5), (0.2, 0.7)):
        q = -2 * math.log(1 - mass)
        dx = math.sqrt(q * a) * np.cos(np.linspace(np.pi, 0, 120))
        middle = my + b / a * dx
        half = np.sqrt(np.maximum((c - b * b / a) * (q - dx**2 / a), 0))
        fig.gca().fill_between(mx + dx, middle - half, middle + half, color=(0.2, 0.4, 0.8, shade), ec="black")
