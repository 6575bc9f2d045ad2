# wrong: not-implemented/nothing-drawn
def draw_density(fig, Sigma, Mean):
    pass
