# wrong: precision-for-covariance
# why: d^T Sigma d is contoured, with Sigma where its inverse belongs
def draw_density(fig, Sigma, Mean):
    S, m = Sigma.numpy(), Mean.numpy()
    reach = 2.5 / np.sqrt(np.linalg.eigvalsh(S)[0])
    X, Y = np.meshgrid(m[0] + np.linspace(-reach, reach, 400), m[1] + np.linspace(-reach, reach, 400))
    d = np.stack([X - m[0], Y - m[1]], axis=-1)
    q = np.einsum("...i,ij,...j", d, S, d)
    fig.gca().contour(X, Y, np.exp(-q / 2), levels=[0.2, 0.4, 0.6, 0.8])
