# wrong: transposed-root
# why: points as rows times L, where L transposed belongs
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 100)
    unit = np.column_stack([np.cos(t), np.sin(t)])
    for r in (0.668, 1.011, 1.354, 1.794):
        e = r * unit @ L + Mean.numpy()
        fig.axes[0].plot(e[:, 0], e[:, 1])
