# wrong: half-axes-as-diameter
# why: Ellipse takes full widths, and gets half ones
from matplotlib.patches import Ellipse


def draw_density(fig, Sigma, Mean):
    U, s, _ = np.linalg.svd(Sigma.numpy())
    orientation = math.atan2(U[1, 0], U[0, 0])
    for sd in [math.sqrt(-2 * math.log(1 - p)) for p in (0.2, 0.4, 0.6, 0.8)]:
        width, height = sd * math.sqrt(s[0]), sd * math.sqrt(s[1])
        fig.gca().add_patch(
            Ellipse(xy=Mean.tolist(), width=width, height=height, angle=math.degrees(orientation), fc="none", ec="g")
        )
