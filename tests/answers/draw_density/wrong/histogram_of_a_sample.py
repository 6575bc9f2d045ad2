# wrong: none
# why: contours of a histogram of a sample: ragged
def draw_density(fig, Sigma, Mean):
    points = np.random.default_rng(1).multivariate_normal(Mean.numpy(), Sigma.numpy(), 20000)
    H, xe, ye = np.histogram2d(*points.T, bins=30)
    order = np.sort(H.ravel())[::-1]
    cumulated = np.cumsum(order) / order.sum()
    levels = [order[np.searchsorted(cumulated, p)] for p in (0.8, 0.6, 0.4, 0.2)]
    fig.gca().contour((xe[1:] + xe[:-1]) / 2, (ye[1:] + ye[:-1]) / 2, H.T, levels=levels)
