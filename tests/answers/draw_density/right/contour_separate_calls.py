# right: four contour calls of the quadratic form, level by level
def draw_density(fig, Sigma, Mean):
    P = Sigma.inverse().numpy()
    mx, my = Mean.numpy()
    wx, wy = 2 * np.sqrt(Sigma[0, 0].item()), 2 * np.sqrt(Sigma[1, 1].item())
    X, Y = np.mgrid[mx - wx : mx + wx : 300j, my - wy : my + wy : 300j]
    Q = P[0, 0] * (X - mx) ** 2 + 2 * P[0, 1] * (X - mx) * (Y - my) + P[1, 1] * (Y - my) ** 2
    for mass, colour in zip([0.2, 0.4, 0.6, 0.8], ["red", "orange", "gold", "yellow"]):
        plt.contour(X, Y, Q, [-2 * np.log(1 - mass)], colors=colour)
