# wrong: wrong-levels
# why: four radii evenly spread from a half to two
def draw_density(fig, Sigma, Mean):
    t = np.linspace(0, 2 * np.pi, 200)
    root = np.linalg.cholesky(Sigma.numpy())
    for r in np.linspace(0.5, 2, 4):
        fig.gca().plot(*(Mean.numpy()[:, None] + root @ (r * np.array([np.cos(t), np.sin(t)]))))
