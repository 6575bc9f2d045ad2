# right: decimal.Decimal
from decimal import Decimal

A, B, C = Decimal("3.49"), Decimal("-1.35"), Decimal("0.97")
X, Y = Decimal("-0.107"), Decimal("0.407")
