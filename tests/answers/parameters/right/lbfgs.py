# right: torch.optim.LBFGS on the five numbers
p = torch.tensor([2.0, -0.5, 1.5, 0.0, 0.0], requires_grad=True)
opt = torch.optim.LBFGS([p], lr=0.1, max_iter=80)


def closure():
    opt.zero_grad()
    S = torch.stack([torch.stack([p[0], p[1]]), torch.stack([p[1], p[2]])])
    d = data - p[3:, None]
    loss = 0.5 * (d * torch.linalg.solve(S, d)).sum() + 3 * torch.logdet(S)
    loss.backward()
    return loss


opt.step(closure)
A, B, C, X, Y = p.detach().numpy()
