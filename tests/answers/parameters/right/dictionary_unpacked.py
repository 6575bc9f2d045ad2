# right: globals().update
found = {"A": 3.4, "B": -1.3, "C": 1.0, "X": 0.0, "Y": 0.4}
globals().update(found)
