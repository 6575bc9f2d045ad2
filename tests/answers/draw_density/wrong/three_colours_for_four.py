# wrong: missing-contours
# why: zip ends with the shorter list, of three colours
def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 120)
    for p, c in zip([0.2, 0.4, 0.6, 0.8], ["r", "g", "b"]):
        e = math.sqrt(-2 * math.log(1 - p)) * L @ torch.stack([t.cos(), t.sin()]) + Mean.unsqueeze(1)
        fig.gca().plot(e[0], e[1], c)
