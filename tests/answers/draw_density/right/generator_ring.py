# right: scans the angle with a generator and closes the loop by repeating the first point
def ring(r, Sigma, Mean, n=90):
    L = torch.linalg.cholesky(Sigma)
    for k in range(n):
        a = 2 * math.pi * k / n
        yield (Mean + r * (L @ torch.tensor([math.cos(a), math.sin(a)]))).tolist()


def draw_density(fig, Sigma, Mean):
    for r in (0.668, 1.011, 1.354, 1.794):
        points = list(ring(r, Sigma, Mean))
        points.append(points[0])
        fig.axes[0].plot([p[0] for p in points], [p[1] for p in points], color="skyblue")
