# right: closed form in torch, 0-d tensors
mu = data.mean(1, keepdim=True)
Sigma_hat = (data - mu) @ (data - mu).T / data.shape[1]
A = Sigma_hat[0][0]
B = Sigma_hat[0][1]
C = Sigma_hat[1][1]
X = mu[0][0]
Y = mu[1][0]
