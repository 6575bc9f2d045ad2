# right: the n - 1 covariance passes too
S = torch.cov(data)
A, B, C = S[0, 0], S[0, 1], S[1, 1]
X, Y = data.mean(dim=1)
