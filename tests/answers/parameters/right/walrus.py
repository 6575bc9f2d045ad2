# right: assignment expressions
print((A := 3.5) * (C := 1.0) > (B := -1.4) ** 2, (X := -0.1), (Y := 0.4))
