# right: contours, data, mean, axes of the ellipse, cross hairs, labels, grid, legend, limits
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    ax.scatter(data[0], data[1], s=30, color="red", label="data")
    ax.scatter([Mean[0]], [Mean[1]], marker="x", color="black", zorder=5)
    ax.axhline(Mean[1].item(), lw=0.5, color="grey")
    ax.axvline(Mean[0].item(), lw=0.5, color="grey")
    lam, U = torch.linalg.eigh(Sigma)
    for i in range(2):
        end = Mean + lam[i].sqrt() * U[:, i]
        ax.plot([Mean[0], end[0]], [Mean[1], end[1]], color="green")
        ax.annotate(f"axis {i}", end.tolist())
    t = torch.linspace(0, 2 * torch.pi, 300)
    for p in [20, 40, 60, 80]:
        r = (-2 * math.log(1 - p / 100)) ** 0.5
        e = Mean[:, None] + r * (U * lam.sqrt()) @ torch.stack([torch.cos(t), torch.sin(t)])
        ax.plot(e[0], e[1], color="skyblue", label=f"{p} %")
        ax.text(e[0, 0], e[1, 0], f"{p} %")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_title("Gaussian")
    ax.grid(True)
    ax.set_xlim(-5, 5)
    ax.set_ylim(-5, 5)
    ax.set_aspect("equal")
    ax.legend()
