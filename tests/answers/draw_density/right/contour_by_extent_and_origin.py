# right: imshow and contour both by extent and origin, without a grid of coordinates
def draw_density(fig, Sigma, Mean):
    S, m = Sigma.double().numpy(), Mean.double().numpy()
    half, n = 3 * np.sqrt(np.diag(S)), 240
    step = 2 * half / n
    x, y = (m[i] - half[i] + step[i] * (np.arange(n) + 0.5) for i in (0, 1))
    d = np.stack(np.meshgrid(x - m[0], y - m[1]))
    image = np.exp(-0.5 * np.einsum("iyx,ij,jyx->yx", d, np.linalg.inv(S), d))
    extent = (m[0] - half[0], m[0] + half[0], m[1] - half[1], m[1] + half[1])
    ax = fig.gca()
    ax.imshow(image, extent=extent, origin="lower", cmap="Blues", aspect="auto")
    ax.contour(image, levels=[0.2, 0.4, 0.6, 0.8], extent=extent, origin="lower", colors="black")
