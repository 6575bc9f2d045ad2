# wrong: wrong-type
A, B, C = np.roots([1, -4.47, 1.57])[0] + 0j, -1.35, 0.97 + 0j
X, Y = -0.11, 0.41
