# right: the error ellipse of a well-known blog: largest eigenvector, its angle, a rotation matrix applied from the right
def draw_density(fig, Sigma, Mean):
    covariance, avg = Sigma.numpy(), Mean.numpy()
    eigenval, eigenvec = np.linalg.eig(covariance)
    largest = int(np.argmax(eigenval))
    smallest = 1 - largest
    largest_eigenvec = eigenvec[:, largest]
    angle = math.atan2(largest_eigenvec[1], largest_eigenvec[0])
    if angle < 0:
        angle = angle + 2 * math.pi
    theta_grid = np.linspace(0, 2 * np.pi)
    R = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    for chisquare_val in (0.6680, 1.0108, 1.3537, 1.7941):
        a = chisquare_val * math.sqrt(eigenval[largest])
        b = chisquare_val * math.sqrt(eigenval[smallest])
        r_ellipse = np.column_stack([a * np.cos(theta_grid), b * np.sin(theta_grid)]) @ R
        fig.gca().plot(r_ellipse[:, 0] + avg[0], r_ellipse[:, 1] + avg[1], "-")
    fig.gca().quiver(*avg, *largest_eigenvec, color="m", angles="xy")
