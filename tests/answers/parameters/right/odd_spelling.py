# right: odd formatting, chained statements, scientific notation, underscores
A=+35e-1; B=- 1.3_5 ;C=.97
X = Y = 0x0
Y += (
  4 / 10
)
del_me = [A, B, C, X, Y]; print(*del_me, sep="|")
