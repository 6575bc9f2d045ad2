# right: no arrays: a loop over 360 degrees, two lists
def draw_density(fig, Sigma, Mean):
    a = float(Sigma[0][0])
    b = float(Sigma[0][1])
    c = float(Sigma[1][1])
    l11 = math.sqrt(a)
    l21 = b / l11
    l22 = math.sqrt(c - l21 * l21)
    for percent in [20, 40, 60, 80]:
        r = math.sqrt(-2 * math.log(1 - percent / 100))
        xs = []
        ys = []
        for degree in range(0, 361):
            u = r * math.cos(math.radians(degree))
            v = r * math.sin(math.radians(degree))
            xs.append(float(Mean[0]) + l11 * u)
            ys.append(float(Mean[1]) + l21 * u + l22 * v)
        fig.axes[0].plot(xs, ys, color="blue")
