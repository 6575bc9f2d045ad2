# right: torch.nn.Parameter and a 0-d double tensor
A = torch.nn.Parameter(torch.tensor(3.4))
B = torch.nn.Parameter(torch.tensor(-1.3))
C = torch.tensor(1.0, dtype=torch.float64)
X = torch.tensor(0)
Y = torch.tensor(0.4, dtype=torch.float16)
