# right: fractions.Fraction
from fractions import Fraction

A = Fraction(7, 2)
B = Fraction(-27, 20)
C = Fraction("0.97")
X = -Fraction(1, 10)
Y = Fraction(2, 5)
