# right: batched row vectors, squeezed at the end
def gaussian_nll(x, Sigma, Mean):
    v = (x.T - Mean).unsqueeze(1)
    q = torch.bmm(torch.bmm(v, torch.inverse(Sigma).expand(v.shape[0], 2, 2)), v.transpose(1, 2))
    return 0.5 * q.squeeze(-1).squeeze(-1) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
