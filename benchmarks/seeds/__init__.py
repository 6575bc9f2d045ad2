"""Does any mark depend on the course's secret seed? One module a kind of answer; see `__main__`."""
