# wrong: draws-elsewhere
# why: axes from outside the function; written later, after a look at the grader
my_fig, ax = plt.subplots()
ax.set_title("my figure")

def draw_density(fig, Sigma, Mean):
    L = torch.linalg.cholesky(Sigma)
    t = torch.linspace(0, 2 * math.pi, 200)
    for r in (0.668, 1.011, 1.354, 1.794):
        e = Mean[:, None] + r * L @ torch.stack([t.cos(), t.sin()])
        ax.plot(e[0], e[1], "b")
