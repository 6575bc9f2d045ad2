# right: plain Python, returns a list of floats
def gaussian_nll(x, Sigma, Mean):
    (a, b), (_, c) = Sigma.tolist()
    mx, my = Mean.tolist()
    det = a * c - b * b
    answer = []
    for px, py in zip(*x.tolist()):
        dx, dy = px - mx, py - my
        m = (c * dx**2 - 2 * b * dx * dy + a * dy**2) / det
        answer.append(m / 2 + math.log(det) / 2 + math.log(2 * math.pi))
    return answer
