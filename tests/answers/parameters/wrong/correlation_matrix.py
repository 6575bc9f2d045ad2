# wrong: nll-too-high
R = np.corrcoef(data.numpy())
A, B, C = R[0, 0], R[0, 1], R[1, 1]
X, Y = 0, 0
