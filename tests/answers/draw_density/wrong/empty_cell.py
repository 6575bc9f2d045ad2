# wrong: not-implemented
