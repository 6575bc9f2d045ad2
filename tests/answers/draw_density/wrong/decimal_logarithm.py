# wrong: wrong-levels
# why: log10 for the natural logarithm
def draw_density(fig, Sigma, Mean):
    L = np.linalg.cholesky(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 200)
    for p in (0.2, 0.4, 0.6, 0.8):
        e = np.sqrt(-2 * np.log10(1 - p)) * L @ np.array([np.cos(t), np.sin(t)])
        fig.gca().plot(e[0] + Mean[0].item(), e[1] + Mean[1].item())
