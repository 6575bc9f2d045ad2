# wrong: sigma-at-identity, nll-too-high
A, B, C = 1, 0, 1
X, Y = 0.5, 0.5
