# wrong: wrong-type
# why: a comma at the end of each line makes tuples
A = 3.5, 
B = -1.3,
C = 1.0,
X = -.1,
Y = .4,
