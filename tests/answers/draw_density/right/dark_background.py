# right: dark axes, light lines, spines and ticks made light
def draw_density(fig, Sigma, Mean):
    ax = fig.axes[0]
    fig.set_facecolor("#111111")
    ax.set_facecolor("#1a1a1a")
    for spine in ax.spines.values():
        spine.set_color("0.8")
    ax.tick_params(colors="0.8")
    C = torch.linalg.cholesky(Sigma).numpy()
    th = np.linspace(0, 2 * np.pi, 256)
    for p in (0.2, 0.4, 0.6, 0.8):
        k = np.sqrt(-2 * np.log(1 - p))
        ax.plot(Mean[0].item() + k * C[0, 0] * np.cos(th), Mean[1].item() + k * (C[1, 0] * np.cos(th) + C[1, 1] * np.sin(th)), color="white", alpha=1 - p / 2)
