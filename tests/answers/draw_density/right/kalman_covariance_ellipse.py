# right: covariance_ellipse as Kalman filter books have it: U, s from svd, the angle in radians, then Ellipse
from matplotlib.patches import Ellipse


def covariance_ellipse(P, deviations=1):
    U, s, _ = np.linalg.svd(P)
    orientation = math.atan2(U[1, 0], U[0, 0])
    width = deviations * math.sqrt(s[0])
    height = deviations * math.sqrt(s[1])
    if height > width:
        raise ValueError("width must be greater than height")
    return (orientation, width, height)


def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    for std in [math.sqrt(-2.0 * math.log(1.0 - p)) for p in (0.2, 0.4, 0.6, 0.8)]:
        angle, w, h = covariance_ellipse(Sigma.numpy(), std)
        e = Ellipse(xy=Mean.tolist(), width=2 * w, height=2 * h, angle=np.degrees(angle), ec="#004080", fc="none", lw=2, ls="solid")
        ax.add_patch(e)
    x, y = Mean.tolist()
    ax.scatter(x, y, marker="+", color="#004080")
