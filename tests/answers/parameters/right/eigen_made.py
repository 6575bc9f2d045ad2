# right: built from an angle and two standard deviations
t, s1, s2 = math.radians(-23), 2.0, 0.62
A = (s1 * math.cos(t)) ** 2 + (s2 * math.sin(t)) ** 2
B = (s1**2 - s2**2) * math.sin(t) * math.cos(t)
C = (s1 * math.sin(t)) ** 2 + (s2 * math.cos(t)) ** 2
X, Y = data.mean(dim=1).tolist()
