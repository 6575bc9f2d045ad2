# right: whole wedges under a transform
from matplotlib.patches import Wedge
from matplotlib.transforms import Affine2D

R = [0.6680, 1.0108, 1.3537, 1.7941]


def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    ax = fig.gca()
    tr = (
        Affine2D(np.block([[np.linalg.cholesky(S), m[:, None]], [np.zeros((1, 2)), np.ones((1, 1))]]))
        + ax.transData
    )
    for r in R:
        ax.add_patch(Wedge((0, 0), r, 0, 360, fill=False, transform=tr))
