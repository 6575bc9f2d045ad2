# right: half axes and a rotation written out with cos and sin
def draw_density(fig, Sigma, Mean):
    lam, U = np.linalg.eig(Sigma.numpy())
    theta = np.arctan2(U[1, 0], U[0, 0])
    R = np.array([[np.cos(theta), -np.sin(theta)], [np.sin(theta), np.cos(theta)]])
    t = np.linspace(0, 2 * np.pi, 200)
    ax = fig.gca()
    for level in [0.2, 0.4, 0.6, 0.8]:
        k = np.sqrt(-2 * np.log(1 - level))
        pts = R @ np.vstack([k * np.sqrt(lam[0]) * np.cos(t), k * np.sqrt(lam[1]) * np.sin(t)])
        ax.plot(pts[0] + Mean[0].numpy(), pts[1] + Mean[1].numpy(), lw=2, color="skyblue")
