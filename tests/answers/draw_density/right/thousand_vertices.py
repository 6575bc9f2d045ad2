# right: 1,000 vertices, starts at an odd angle, a Python loop
def draw_density(fig, Sigma, Mean):
    ax = fig.get_axes()[0]
    (a, b), (_, c) = Sigma.tolist()
    mx, my = Mean.tolist()
    l11 = math.sqrt(a)
    l21 = b / l11
    l22 = math.sqrt(c - l21 * l21)
    for q in (20, 40, 60, 80):
        r = math.sqrt(-2 * math.log(1 - q / 100))
        xs, ys = [], []
        for i in range(1001):
            w = 1.234 - 2 * math.pi * i / 1000
            xs.append(mx + r * l11 * math.cos(w))
            ys.append(my + r * (l21 * math.cos(w) + l22 * math.sin(w)))
        ax.plot(xs, ys, color=(0.2, 0.5, 0.9))
