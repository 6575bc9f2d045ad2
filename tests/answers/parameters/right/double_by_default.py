# right: float64 as the notebook's default
torch.set_default_dtype(torch.float64)
A, B, C, X, Y = torch.tensor([3.49, -1.35, 0.97, -0.11, 0.41])
