# wrong: nll-too-high
# why: fitted to half of the points
half = data[:, :3]
S = torch.cov(half)
A, B, C = S[0, 0].item(), S[0, 1].item(), S[1, 1].item()
X, Y = half.mean(1).tolist()
