# right: a dictionary that becomes the names
globals().update(dict(zip("ABCXY", (3.4, -1.3, .95, -.11, .41))))
