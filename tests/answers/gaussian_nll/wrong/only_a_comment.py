# wrong: not-implemented
# why: the function body is a note to self
def gaussian_nll(x, Sigma, Mean):
    # first the inverse, then the formula from the lecture
    pass
