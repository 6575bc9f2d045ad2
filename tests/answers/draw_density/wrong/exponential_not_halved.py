# wrong: wrong-levels
# why: the squared radius taken as an exponential variable of rate one: the 2 is lost
def draw_density(fig, Sigma, Mean):
    t = torch.linspace(0, 2 * math.pi, 100)
    for p in (0.2, 0.4, 0.6, 0.8):
        r = math.sqrt(-math.log(1 - p))
        x, y = Mean[:, None] + r * torch.linalg.cholesky(Sigma) @ torch.stack((t.cos(), t.sin()))
        fig.gca().plot(x, y)
