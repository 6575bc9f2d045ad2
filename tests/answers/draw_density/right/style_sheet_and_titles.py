# right: a style sheet in a with block, title, axis labels, legend, equal aspect, grid
def draw_density(fig, Sigma, Mean):
    with plt.style.context("seaborn-v0_8-whitegrid"):
        ax = fig.axes[0]
        lam, U = np.linalg.eigh(Sigma.numpy())
        A = U * np.sqrt(lam)
        t = np.linspace(-np.pi, np.pi, 200)
        for p, color in zip((0.2, 0.4, 0.6, 0.8), plt.cm.plasma(np.linspace(0.1, 0.8, 4))):
            x, y = A @ (np.sqrt(2 * np.log(1 / (1 - p))) * np.array([np.cos(t), np.sin(t)]))
            ax.plot(x + Mean[0].item(), y + Mean[1].item(), color=color, label=rf"$P = {p}$")
        ax.set(title="Contours of the density", xlabel="$x_1$", ylabel="$x_2$")
        ax.legend(title="mass", frameon=True)
        ax.grid(True, alpha=0.4)
        ax.set_aspect("equal", adjustable="datalim")
