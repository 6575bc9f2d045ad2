# wrong: b-sign-flipped, swapped-mean, nll-too-high
# why: two slips; neither repair alone gets below 23, both together do
A, B, C = 1.6, 0.42, 0.45
X, Y = 0.6, -0.3
