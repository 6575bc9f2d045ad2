# right: 0-d parameters that require grad, from gradient descent
l = torch.zeros(3, requires_grad=True)
m = torch.zeros(2, requires_grad=True)
opt = torch.optim.Adam([l, m], lr=0.05)
for step in range(400):
    opt.zero_grad()
    L = torch.stack([torch.stack([l[0].exp(), torch.zeros(())]), torch.stack([l[1], l[2].exp()])])
    loss = -torch.distributions.MultivariateNormal(m, scale_tril=L).log_prob(data.T).sum()
    loss.backward()
    opt.step()
S = L @ L.T
A, B, C = S[0, 0], S[0, 1], S[1, 1]
X, Y = m
