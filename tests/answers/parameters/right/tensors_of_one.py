# right: tensors of shape (1,)
A, B, C, X, Y = torch.tensor([3.5, -1.35, 0.97, -0.11, 0.41]).split(1)
