# wrong: none
# why: y runs ahead of x by the correlation itself, not by its arcsine
def draw_density(fig, Sigma, Mean):
    sx, sy = Sigma.diagonal().sqrt().tolist()
    rho = Sigma[0, 1].item() / (sx * sy)
    t = np.linspace(0, 2 * np.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        fig.gca().plot(Mean[0].item() + r * sx * np.cos(t), Mean[1].item() + r * sy * np.sin(t + rho))
