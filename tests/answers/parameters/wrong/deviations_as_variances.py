# wrong: nll-too-high
# why: standard deviations given where variances belong
A, B, C = 1.869, -0.73, 0.987
X, Y = 1.6, 1.5
