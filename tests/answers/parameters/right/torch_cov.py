# right: torch.cov without Bessel's correction
S = torch.cov(data, correction=0)
A, B, C = S[0, 0], S[0, 1], S[1, 1]
X, Y = data.mean(1)
