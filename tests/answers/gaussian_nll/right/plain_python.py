# right: math and floats alone, a list comes back
def gaussian_nll(x, Sigma, Mean):
    (a, b), (_, c) = Sigma.tolist()
    mx, my = Mean.tolist()
    det = a * c - b * b
    result = []
    for px, py in zip(*x.tolist()):
        dx, dy = px - mx, py - my
        q = (c * dx * dx - 2 * b * dx * dy + a * dy * dy) / det
        result.append(q / 2 + math.log(det) / 2 + math.log(2 * math.pi))
    return result
