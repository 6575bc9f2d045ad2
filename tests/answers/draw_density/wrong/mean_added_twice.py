# wrong: none
# why: the points are moved to Mean, and then by Mean again
def draw_density(fig, Sigma, Mean):
    t = np.linspace(0, 2 * np.pi, 100)
    circle = np.array([np.cos(t), np.sin(t)])
    mu = Mean.numpy()[:, None]
    for r in np.sqrt(-2 * np.log([0.8, 0.6, 0.4, 0.2])):
        ellipse = mu + r * np.linalg.cholesky(Sigma.numpy()) @ circle
        fig.gca().plot(ellipse[0] + mu[0], ellipse[1] + mu[1])
