# wrong: not-implemented
# YOUR CODE HERE
