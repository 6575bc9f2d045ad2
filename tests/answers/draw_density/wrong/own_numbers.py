# wrong: hard-coded
# why: the Gaussian of the notebook's example, whatever is passed
def draw_density(fig, Sigma, Mean):
    S = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    m = torch.tensor([0.0, 0.0])
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = m[:, None] + r * torch.linalg.cholesky(S) @ torch.stack([t.cos(), t.sin()])
        fig.axes[0].plot(e[0], e[1], color="skyblue")
