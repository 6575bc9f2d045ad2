# right: matplotlib's Arc, all the way from 0 to 360 degrees
from matplotlib.patches import Arc


def draw_density(fig, Sigma, Mean):
    (v1, v2), W = np.linalg.eigh(Sigma.numpy())
    angle = math.degrees(math.atan2(W[1, 1], W[0, 1]))
    for p in 0.2, 0.4, 0.6, 0.8:
        d = 2 * math.sqrt(-2 * math.log(1 - p))
        fig.gca().add_patch(Arc(Mean.tolist(), d * math.sqrt(v2), d * math.sqrt(v1), angle=angle, theta1=0, theta2=360))
