# right: numpy arrays of shape (1,)
A, B, C = np.array([3.5]), np.array([-1.35]), np.array([0.97])
X, Y = np.array([-0.1]), np.array([0.4])
