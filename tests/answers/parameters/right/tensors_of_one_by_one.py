# right: tensors of shape (1, 1), cut out of matrices
mu = data.mean(dim=1, keepdim=True)
S = (data - mu) @ (data - mu).T / data.shape[1]
A, B, C = S[:1, :1], S[:1, 1:], S[1:, 1:]
X, Y = mu[:1], mu[1:]
