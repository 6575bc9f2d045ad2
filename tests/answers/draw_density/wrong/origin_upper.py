# wrong: angle-slip
# why: contour by extent with the origin above: the picture is upside down around Mean
def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    half = 3 * np.sqrt(np.diag(S))
    x, y = (np.linspace(-half[i], half[i], 301) for i in (0, 1))
    d = np.stack(np.meshgrid(x, y), axis=-1)
    Z = np.exp(-0.5 * np.einsum("...i,ij,...j", d, np.linalg.inv(S), d))
    extent = [m[0] - half[0], m[0] + half[0], m[1] - half[1], m[1] + half[1]]
    fig.gca().contour(Z, levels=[0.2, 0.4, 0.6, 0.8], extent=extent, origin="upper")
