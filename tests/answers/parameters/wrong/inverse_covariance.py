# wrong: nll-too-high
# why: the inverse of the best covariance
P = torch.inverse(torch.cov(data, correction=0))
A, B, C = P[0, 0].item(), P[0, 1].item(), P[1, 1].item()
X, Y = data.mean(1).tolist()
