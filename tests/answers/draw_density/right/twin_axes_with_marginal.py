# right: the marginal of x on twin axes over the contours
def draw_density(fig, Sigma, Mean):
    ax = fig.gca()
    z = np.exp(1j * np.linspace(0, 2*np.pi, 240))
    L = np.linalg.cholesky(Sigma)
    for r in np.sqrt(-2*np.log([.8, .6, .4, .2])):
        x = L[0, 0] * r * z.real + float(Mean[0])
        y = r * (L[1, 0] * z.real + L[1, 1] * z.imag) + float(Mean[1])
        ax.plot(x, y, color="purple")
    twin = ax.twinx()
    xs = np.linspace(*ax.get_xlim(), 200)
    twin.plot(xs, np.exp(-(xs - float(Mean[0]))**2 / 2 / float(Sigma[0, 0])), color="orange", lw=.8)
    twin.set_ylabel("marginal"); plt.sca(ax)
