# wrong: not-implemented/missing-variable
# A = ?
# B = ?
# C = ?
