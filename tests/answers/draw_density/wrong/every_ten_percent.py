# wrong: extra-contours
# why: seven contours, 20 to 80 % in steps of ten
def draw_density(fig, Sigma, Mean):
    vals, vecs = np.linalg.eigh(Sigma.numpy())
    t = np.linspace(0, 2 * np.pi, 200)
    circle = np.array([np.cos(t), np.sin(t)])
    for p in np.linspace(0.2, 0.8, 7):
        e = vecs @ np.diag(np.sqrt(vals)) @ circle * np.sqrt(-2 * np.log(1 - p))
        fig.gca().plot(e[0] + Mean[0].item(), e[1] + Mean[1].item(), color="grey")
