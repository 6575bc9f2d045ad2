# wrong: angle-slip
# why: points as rows, and the rotation matrix for columns: turned the other way
def draw_density(fig, Sigma, Mean):
    val, vec = np.linalg.eigh(Sigma.numpy())
    phi = math.atan2(vec[1, 1], vec[0, 1])
    R = np.array([[math.cos(phi), -math.sin(phi)], [math.sin(phi), math.cos(phi)]])
    t = np.linspace(0, 2 * np.pi, 150)
    for r in (0.668, 1.011, 1.354, 1.794):
        ellipse = r * np.column_stack([np.sqrt(val[1]) * np.cos(t), np.sqrt(val[0]) * np.sin(t)])
        points = ellipse @ R + Mean.numpy()
        fig.gca().plot(points[:, 0], points[:, 1])
