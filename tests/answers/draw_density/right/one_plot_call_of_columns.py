# right: torch alone, all four contours at once, and one call of plot with a column each
def draw_density(fig, Sigma, Mean):
    masses = torch.tensor([0.2, 0.4, 0.6, 0.8])
    radii = (-2 * torch.log1p(-masses)).sqrt()
    turn = torch.linspace(0, 2 * torch.pi, 181)
    circle = torch.stack((turn.cos(), turn.sin()))
    curves = Mean[:, None, None] + torch.einsum("ij,jt,r->itr", torch.linalg.cholesky(Sigma), circle, radii)
    fig.gca().plot(curves[0], curves[1], color="skyblue", label=[f"{m:.0%}" for m in masses])
    fig.gca().legend()
