# wrong: sigma-at-identity, nll-too-high
# why: only the mean was moved
A = 1.0
B = 0.0
C = 1.0
X = -0.10735
Y = 0.40658
