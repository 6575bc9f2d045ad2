# right: a class with a draw method, bound to the name
class Density:
    levels = (0.2, 0.4, 0.6, 0.8)

    def __init__(self, n=128):
        t = torch.linspace(0, 2 * math.pi, n)
        self.circle = torch.stack([t.cos(), t.sin()])

    def draw(self, fig, Sigma, Mean):
        for m in self.levels:
            radius = math.sqrt(-2 * math.log(1 - m))
            fig.axes[0].plot(*(Mean.unsqueeze(1) + radius * torch.linalg.cholesky(Sigma) @ self.circle))
        return self


draw_density = lambda *args: Density().draw(*args)
