# right: imshow of the density below, contours with labels of the mass on top, a colour bar, the data
def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    S, m = Sigma.numpy().astype(float), Mean.numpy().astype(float)
    half = 3 * np.sqrt(np.diag(S))
    gx, gy = (np.linspace(m[i] - half[i], m[i] + half[i], 240) for i in (0, 1))
    X, Y = np.meshgrid(gx, gy)
    d = np.stack([X - m[0], Y - m[1]], axis=-1)
    q = np.einsum("...i,ij,...j->...", d, np.linalg.inv(S), d)
    im = ax.imshow(np.exp(-q / 2), origin="lower", extent=(gx[0], gx[-1], gy[0], gy[-1]), aspect="auto", cmap="Greys")
    cs = ax.contour(X, Y, 1 - np.exp(-q / 2), levels=[0.2, 0.4, 0.6, 0.8], colors="red", linewidths=1)
    ax.clabel(cs, fmt=lambda v: f"{100 * v:.0f} %", fontsize=8, inline=False)
    fig.colorbar(im, ax=ax)
    ax.scatter(data[0], data[1], c="orange", s=20, zorder=3)
