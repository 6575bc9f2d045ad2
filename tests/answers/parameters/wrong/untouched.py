# wrong: not-implemented
raise NotImplementedError()
