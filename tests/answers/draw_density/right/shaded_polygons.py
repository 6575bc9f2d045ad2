# right: half transparent polygons over each other, the largest first, each with an edge
def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 200)
    for p in (0.8, 0.6, 0.4, 0.2):
        e = np.sqrt(-2 * np.log(1 - p)) * L @ np.array([np.cos(t), np.sin(t)]) + Mean.numpy()[:, None]
        ax.add_patch(plt.Polygon(e.T, closed=True, facecolor=plt.cm.Blues(1 - p), edgecolor="navy", alpha=0.5))
    ax.relim()
    ax.autoscale_view()
