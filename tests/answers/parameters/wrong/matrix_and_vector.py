# wrong: wrong-type
# why: a matrix and a vector under the names of numbers
A = torch.tensor([[3.49, -1.35], [-1.35, 0.97]])
B = torch.tensor([-0.11, 0.41])
C = X = Y = 0.0
