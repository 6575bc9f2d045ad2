# wrong: runtime-error
def draw_density(fig, Sigma, Mean):
    lam, U = np.linalg.eigh(Sigma.numpy())
    for r in (0.668, 1.011, 1.354, 1.794):
        fig.axes[0].add_patch(Ellipse(Mean.numpy(), *(2 * r * np.sqrt(lam)), angle=np.degrees(np.arctan2(U[1, 0], U[0, 0]))))
