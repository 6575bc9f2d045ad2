# wrong: too-few-corners
# why: linspace with ten points: nine sides
def draw_density(fig, Sigma, Mean):
    theta = np.linspace(0, 2 * np.pi, 10)
    L = np.linalg.cholesky(Sigma.numpy())
    for p in [0.2, 0.4, 0.6, 0.8]:
        xy = L @ (np.sqrt(-2 * np.log(1 - p)) * np.array([np.cos(theta), np.sin(theta)]))
        fig.gca().plot(xy[0] + Mean[0].item(), xy[1] + Mean[1].item(), color="skyblue")
