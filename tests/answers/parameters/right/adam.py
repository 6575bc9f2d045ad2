# right: gradient descent on a Cholesky factor
torch.manual_seed(0)
raw = torch.tensor([0.0, 0.0, 0.0], requires_grad=True)
mu = torch.zeros(2, requires_grad=True)
opt = torch.optim.Adam([raw, mu], lr=0.05)
for _ in range(600):
    L = torch.stack([torch.stack([raw[0].exp(), torch.zeros(())]), torch.stack([raw[1], raw[2].exp()])])
    loss = -torch.distributions.MultivariateNormal(mu, scale_tril=L).log_prob(data.T).sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
(A, B), (_, C) = L @ L.T
X, Y = mu
