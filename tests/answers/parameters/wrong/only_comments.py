# wrong: not-implemented
# A = ?
# B = ?
# C = ?
