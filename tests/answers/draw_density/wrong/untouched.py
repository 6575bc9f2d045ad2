# wrong: not-implemented
def draw_density(fig, Sigma, Mean):
    raise NotImplementedError()
