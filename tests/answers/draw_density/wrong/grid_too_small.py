# wrong: none
# why: a fixed grid from -5 to 5 with 50 steps: wide contours are cut off, narrow ones are lost
def draw_density(fig, Sigma, Mean):
    X, Y = np.meshgrid(np.linspace(-5, 5, 50), np.linspace(-5, 5, 50))
    D = np.stack([X - Mean[0].item(), Y - Mean[1].item()], -1)
    r = np.sqrt(np.einsum("...i,ij,...j", D, np.linalg.inv(Sigma.numpy()), D))
    fig.axes[0].contour(X, Y, r, levels=[0.668, 1.011, 1.354, 1.794])
