# wrong: half-log-2pi, modifies-input
# why: two slips of different kinds
def gaussian_nll(x, Sigma, Mean):
    x.sub_(Mean.unsqueeze(1))
    return 0.5 * ((x * (Sigma.inverse() @ x)).sum(0) + Sigma.logdet() + math.log(2 * math.pi))
