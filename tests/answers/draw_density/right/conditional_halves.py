# right: y given x: the regression line plus and minus a root, upper and lower half of one colour
def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    sxx, sxy, syy = Sigma[0, 0].item(), Sigma[0, 1].item(), Sigma[1, 1].item()
    mx, my = Mean.tolist()
    cond = syy - sxy**2 / sxx
    for i, p in enumerate((0.2, 0.4, 0.6, 0.8)):
        r2 = -2 * np.log(1 - p)
        u = np.sqrt(r2 * sxx) * np.cos(np.linspace(np.pi, 0, 200))
        mid = my + sxy / sxx * u
        half = np.sqrt(np.clip(cond * (r2 - u**2 / sxx), 0, None))
        ax.plot(mx + u, mid + half, color=f"C{i}")
        ax.plot(mx + u, mid - half, color=f"C{i}")
