# right: pyplot's state machine, with dashes, grid, title, legend and equal axes
def draw_density(fig, Sigma, Mean):
    plt.figure(fig.number)
    plt.sca(fig.axes[0])
    vals, vecs = np.linalg.eigh(Sigma.numpy())
    t = np.arange(0, 361) * np.pi / 180
    for percent, style in zip([20, 40, 60, 80], ["-", "--", "-.", ":"]):
        s = -2 * np.log(1 - percent / 100)
        xy = vecs @ np.diag(np.sqrt(s * vals)) @ np.array([np.cos(t), np.sin(t)])
        plt.plot(Mean[0] + xy[0], Mean[1] + xy[1], "k" + style, label="%d %%" % percent)
    plt.plot(Mean[0], Mean[1], "r+", markersize=12)
    plt.grid(True)
    plt.axis("equal")
    plt.xlabel("$x_1$")
    plt.ylabel("$x_2$")
    plt.title("Density")
    plt.legend(loc="upper left")
    plt.tight_layout()
