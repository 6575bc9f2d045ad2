# right: contourpy without pyplot's contour, its lines added as Line2D
import contourpy
from matplotlib.lines import Line2D


def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    S, m = Sigma.double(), Mean.double()
    side = torch.linspace(-2, 2, 201, dtype=torch.float64)
    gx, gy = m[0] + side * S[0, 0].sqrt(), m[1] + side * S[1, 1].sqrt()
    grid = torch.stack(torch.meshgrid(gx, gy, indexing="xy"), -1) - m
    z = torch.einsum("...i,ij,...j->...", grid, torch.linalg.inv(S), grid).sqrt()
    generator = contourpy.contour_generator(gx.numpy(), gy.numpy(), z.numpy())
    for r in (0.668, 1.011, 1.354, 1.794):
        for line in generator.lines(r):
            ax.add_line(Line2D(*line.T, lw=1.2, color="darkorange"))
    ax.autoscale_view()
